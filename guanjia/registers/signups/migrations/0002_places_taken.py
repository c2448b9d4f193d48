from django.db import migrations

FORWARD = """
CREATE FUNCTION signups_take_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.retired_at IS NULL THEN
    UPDATE activities_activity SET taken = taken - OLD.persons WHERE id = OLD.activity_id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.retired_at IS NULL THEN
    UPDATE activities_activity SET taken = taken + NEW.persons WHERE id = NEW.activity_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER signup_places AFTER INSERT OR DELETE OR UPDATE OF activity_id, persons, retired_at
  ON signups_signup FOR EACH ROW EXECUTE FUNCTION signups_take_places();
"""


class Migration(migrations.Migration):
    """Keeps Activity.taken true however sign-ups are written; the limit of places is a constraint there."""

    dependencies = [("signups", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION signups_take_places() CASCADE")]
