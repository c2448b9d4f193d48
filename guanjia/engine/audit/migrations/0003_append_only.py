from django.db import migrations


class Migration(migrations.Migration):
    """What was recorded is never changed or taken away."""

    dependencies = [("audit", "0002_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION audit_is_fact() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_auditentry
              FOR EACH ROW EXECUTE FUNCTION audit_is_fact();
            """,
            "DROP TRIGGER append_only ON audit_auditentry; DROP FUNCTION audit_is_fact();",
        )
    ]
