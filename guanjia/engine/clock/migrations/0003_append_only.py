from django.db import migrations

TABLES = ("clock_clockevent", "clock_calendarversion", "clock_policyversion", "clock_targettext")
FORBID = """
CREATE OR REPLACE FUNCTION clock_is_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


class Migration(migrations.Migration):
    """Events, versions and targets are facts: nobody changes or deletes them, the owner of the table included."""

    dependencies = [("clock", "0002_initial")]
    operations = [
        migrations.RunSQL(FORBID, "DROP FUNCTION clock_is_fact()"),
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION clock_is_fact()",
                f"DROP TRIGGER append_only ON {table}",
            )
            for table in TABLES
        ],
    ]
