from django.db import migrations


class Migration(migrations.Migration):
    """History is added to, never changed or taken away."""

    dependencies = [("knowledge", "0002_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION article_version_is_fact() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON knowledge_articleversion
              FOR EACH ROW EXECUTE FUNCTION article_version_is_fact();
            """,
            "DROP TRIGGER append_only ON knowledge_articleversion; DROP FUNCTION article_version_is_fact();",
        )
    ]
