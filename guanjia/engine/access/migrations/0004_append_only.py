from django.db import migrations


class Migration(migrations.Migration):
    """What was recorded is never changed or taken away."""

    dependencies = [("access", "0003_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION access_is_fact() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON access_reveal
              FOR EACH ROW EXECUTE FUNCTION access_is_fact();
            """,
            "DROP TRIGGER append_only ON access_reveal; DROP FUNCTION access_is_fact();",
        )
    ]
