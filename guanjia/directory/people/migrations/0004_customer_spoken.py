from django.db import migrations, models

from guanjia.kernel.names import in_spoken_order

# The embedded server has no ICU, so the order of a Chinese dictionary is ours: latin as it is, then signs by rank,
# then rare ones by their code.
FORWARD = f"""
CREATE FUNCTION guanjia_spoken(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE said text := ''; sign text; rank int;
BEGIN
  FOR at IN 1..least(length(name), 20) LOOP
    sign := lower(substr(name, at, 1));
    IF ascii(sign) < 128 THEN
      said := said || sign;
    ELSE
      rank := strpos('{in_spoken_order()}', sign);
      said := said || CASE WHEN rank > 0 THEN '~' || lpad(rank::text, 4, '0') ELSE '~~' || sign END;
    END IF;
  END LOOP;
  RETURN said;
END $$;
"""


class Migration(migrations.Migration):
    """Customers sort as a dictionary does: 阿 before 王."""

    dependencies = [("people", "0003_estate_ids")]
    operations = [
        migrations.RunSQL(FORWARD, "DROP FUNCTION guanjia_spoken(text)"),
        migrations.AddField(
            model_name="customer",
            name="spoken",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("name"), function="guanjia_spoken"),
                output_field=models.TextField(),
                verbose_name="姓名/名称",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["company", "spoken"], name="customer_as_spoken"),
        ),
    ]
