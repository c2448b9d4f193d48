"""Readings are facts: what was read never changes, and what a published bill stands on not even in its judgement."""

from django.db import migrations

HOLD = """
CREATE FUNCTION meters_reading_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE judged text[] := '{used,mark,doubt,confirmed_at,confirmed_by_id,reason,rolled,retired_at,billed_at}';
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(OLD) - judged <> to_jsonb(NEW) - judged THEN
    RAISE EXCEPTION 'a reading is append-only' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.billed_at IS NOT NULL AND to_jsonb(OLD) - 'billed_at' <> to_jsonb(NEW) - 'billed_at' THEN
    RAISE EXCEPTION 'a bill stands on this reading' USING ERRCODE = '23514', CONSTRAINT = 'reading_billed';
  END IF;
  IF to_jsonb(OLD) <> to_jsonb(NEW) AND EXISTS (SELECT FROM meters_meterreading later
      WHERE later.meter_id = OLD.meter_id AND later."on" > OLD."on" AND later.billed_at IS NOT NULL
        AND OLD.billed_at IS NOT DISTINCT FROM NEW.billed_at) THEN
    RAISE EXCEPTION 'a bill stands on a later reading' USING ERRCODE = '23514', CONSTRAINT = 'reading_billed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON meters_meterreading
  FOR EACH ROW EXECUTE FUNCTION meters_reading_changed();

CREATE FUNCTION meters_readings_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh f JOIN meters_meterreading billed ON billed.meter_id = f.meter_id
      AND billed."on" >= f."on" AND billed.billed_at IS NOT NULL AND billed.id <> f.id) THEN
    RAISE EXCEPTION 'a bill stands on a later reading' USING ERRCODE = '23514', CONSTRAINT = 'reading_billed';
  END IF;
  IF EXISTS (SELECT FROM fresh f LEFT JOIN meters_meter m
      ON m.id = f.meter_id AND m.estate_id = f.estate_id AND m.company_id = f.company_id WHERE m.id IS NULL) THEN
    RAISE EXCEPTION 'a reading is of the estate of its meter' USING ERRCODE = '23503';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER readings_made AFTER INSERT ON meters_meterreading REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION meters_readings_made();
"""
LOOSE = """
DROP TRIGGER readings_made ON meters_meterreading;
DROP FUNCTION meters_readings_made();
DROP TRIGGER append_only ON meters_meterreading;
DROP FUNCTION meters_reading_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("meters", "0001_initial")]

    operations = [migrations.RunSQL(HOLD, LOOSE)]
