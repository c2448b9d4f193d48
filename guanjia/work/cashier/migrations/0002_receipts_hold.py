"""A receipt adds up, and nothing of it changes but what was given back, voided or printed again."""

from django.db import migrations

FACTS = """
CREATE FUNCTION cashier_is_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is a fact', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
KEPT = {
    "payment": "refunded,prints,voided_at,voided_by_id,void_reason",
    "tender": "refunded",
    "paymentline": "refunded",
    "refundpart": "",
    "cashsession": "closed_at,closed_by_id,counts,booked,counted,explanation,handed_to_id,received_at",
}


def keep(table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER kept BEFORE UPDATE ON cashier_{table} FOR EACH ROW
          WHEN (to_jsonb(OLD) - '{{{columns}}}'::text[] <> to_jsonb(NEW) - '{{{columns}}}'::text[])
          EXECUTE FUNCTION cashier_is_fact();
        CREATE TRIGGER never_deleted BEFORE DELETE ON cashier_{table} FOR EACH ROW EXECUTE FUNCTION cashier_is_fact();
        """,
        f"DROP TRIGGER kept ON cashier_{table}; DROP TRIGGER never_deleted ON cashier_{table};",
    )


ADDS_UP = """
CREATE FUNCTION cashier_adds_up() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
  IF EXISTS (SELECT FROM cashier_payment p WHERE p.id IN (SELECT payment_id FROM fresh) AND (
      p.amount IS DISTINCT FROM (SELECT sum(l.amount) FROM cashier_paymentline l WHERE l.payment_id = p.id)
      OR p.amount IS DISTINCT FROM (SELECT sum(t.amount) FROM cashier_tender t WHERE t.payment_id = p.id))) THEN
    RAISE EXCEPTION 'a receipt does not add up' USING ERRCODE = '23514', CONSTRAINT = 'receipt_adds_up';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER receipt_adds_up AFTER INSERT ON cashier_paymentline REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION cashier_adds_up();
"""


class Migration(migrations.Migration):
    dependencies = [("cashier", "0001_initial")]

    operations = [
        migrations.RunSQL(FACTS, "DROP FUNCTION cashier_is_fact();"),
        *(keep(table, columns) for table, columns in KEPT.items()),
        migrations.RunSQL(
            ADDS_UP,
            "DROP TRIGGER receipt_adds_up ON cashier_paymentline; DROP FUNCTION cashier_adds_up();",
        ),
    ]
