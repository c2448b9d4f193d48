from django.db import migrations


class Migration(migrations.Migration):
    """History is added to, never changed or taken away."""

    dependencies = [("params", "0002_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION parameter_is_fact() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON params_parametervalue
              FOR EACH ROW EXECUTE FUNCTION parameter_is_fact();
            """,
            "DROP TRIGGER append_only ON params_parametervalue; DROP FUNCTION parameter_is_fact();",
        )
    ]
