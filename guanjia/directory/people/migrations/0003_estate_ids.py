from django.db import migrations

FORWARD = """
CREATE FUNCTION people_customer_estates() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who bigint; before text := coalesce(current_setting('guanjia.system', true), '');
BEGIN
  PERFORM set_config('guanjia.system', 'on', true);
  FOREACH who IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.customer_id END,
                             CASE WHEN TG_OP <> 'DELETE' THEN NEW.customer_id END] LOOP
    IF who IS NOT NULL THEN
      UPDATE people_customer SET estate_ids = coalesce(
          (SELECT array_agg(DISTINCT estate_id ORDER BY estate_id) FROM people_occupancy
           WHERE customer_id = who AND retired_at IS NULL), '{}')
      WHERE id = who AND estate_ids IS DISTINCT FROM coalesce(
          (SELECT array_agg(DISTINCT estate_id ORDER BY estate_id) FROM people_occupancy
           WHERE customer_id = who AND retired_at IS NULL), '{}');
    END IF;
  END LOOP;
  PERFORM set_config('guanjia.system', before, true);
  RETURN NULL;
END $$;
CREATE TRIGGER customer_estates AFTER INSERT OR DELETE OR UPDATE OF customer_id, estate_id, retired_at
  ON people_occupancy FOR EACH ROW EXECUTE FUNCTION people_customer_estates();
"""


class Migration(migrations.Migration):
    """Keeps Customer.estate_ids true to the occupancies, however these are written."""

    dependencies = [("people", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION people_customer_estates() CASCADE")]
