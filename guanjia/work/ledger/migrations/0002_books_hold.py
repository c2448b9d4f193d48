"""The books hold by themselves: whatever a program does, these rules stand between it and the tables."""

from django.db import migrations

# Both accounts of a transfer belong to its estate and count in its currency; no charge stays outside the books.
KEYS = """
ALTER TABLE ledger_account ADD CONSTRAINT account_place UNIQUE (id, company_id, estate_id, currency);
ALTER TABLE ledger_transfer
  ADD CONSTRAINT transfer_debit_place FOREIGN KEY (debit_id, company_id, estate_id, currency)
    REFERENCES ledger_account (id, company_id, estate_id, currency) DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT transfer_credit_place FOREIGN KEY (credit_id, company_id, estate_id, currency)
    REFERENCES ledger_account (id, company_id, estate_id, currency) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ledger_charge ADD CONSTRAINT charge_is_raised FOREIGN KEY (id, amount)
  REFERENCES ledger_transfer (raises_id, amount) DEFERRABLE INITIALLY DEFERRED;
"""
NO_KEYS = """
ALTER TABLE ledger_charge DROP CONSTRAINT charge_is_raised;
ALTER TABLE ledger_transfer DROP CONSTRAINT transfer_debit_place, DROP CONSTRAINT transfer_credit_place;
ALTER TABLE ledger_account DROP CONSTRAINT account_place;
"""

FACTS = """
CREATE FUNCTION ledger_is_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_is_fact();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_transfer
  FOR EACH ROW EXECUTE FUNCTION ledger_is_fact();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_closing
  FOR EACH ROW EXECUTE FUNCTION ledger_is_fact();
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger_charge FOR EACH ROW EXECUTE FUNCTION ledger_is_fact();
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_is_fact();
CREATE TRIGGER never_deleted BEFORE DELETE ON ledger_book FOR EACH ROW EXECUTE FUNCTION ledger_is_fact();
CREATE TRIGGER settled_by_transfers BEFORE INSERT ON ledger_charge
  FOR EACH ROW WHEN (NEW.settled <> 0) EXECUTE FUNCTION ledger_is_fact();
CREATE TRIGGER settled_by_transfers_alone BEFORE UPDATE ON ledger_charge
  FOR EACH ROW WHEN (pg_trigger_depth() = 0 OR to_jsonb(OLD) - 'settled' <> to_jsonb(NEW) - 'settled')
  EXECUTE FUNCTION ledger_is_fact();
CREATE TRIGGER balance_by_transfers BEFORE INSERT ON ledger_account
  FOR EACH ROW WHEN (NEW.balance <> 0) EXECUTE FUNCTION ledger_is_fact();
CREATE TRIGGER balance_by_transfers_alone BEFORE UPDATE ON ledger_account
  FOR EACH ROW WHEN ((pg_trigger_depth() = 0 AND OLD.balance <> NEW.balance)
    OR to_jsonb(OLD) - '{balance,name}'::text[] <> to_jsonb(NEW) - '{balance,name}'::text[])
  EXECUTE FUNCTION ledger_is_fact();
CREATE TRIGGER closed_stays_closed BEFORE UPDATE ON ledger_book
  FOR EACH ROW WHEN (NEW.closed_through IS NULL OR NEW.closed_through < OLD.closed_through)
  EXECUTE FUNCTION ledger_is_fact();
"""
NO_FACTS = """
DROP TRIGGER append_only ON ledger_entry;
DROP TRIGGER append_only ON ledger_transfer;
DROP TRIGGER append_only ON ledger_closing;
DROP TRIGGER never_deleted ON ledger_charge;
DROP TRIGGER never_deleted ON ledger_account;
DROP TRIGGER never_deleted ON ledger_book;
DROP TRIGGER settled_by_transfers ON ledger_charge;
DROP TRIGGER settled_by_transfers_alone ON ledger_charge;
DROP TRIGGER balance_by_transfers ON ledger_account;
DROP TRIGGER balance_by_transfers_alone ON ledger_account;
DROP TRIGGER closed_stays_closed ON ledger_book;
DROP FUNCTION ledger_is_fact();
"""

# A closing takes the lock of its estate alone, so nothing slips in between its totals and the closed day.
CLOSED = """
CREATE FUNCTION ledger_refuse_closed(estate bigint, day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('ledger_book'), estate::int);
  IF EXISTS (SELECT FROM ledger_book b WHERE b.estate_id = estate AND b.closed_through >= day) THEN
    RAISE EXCEPTION 'the books are closed through this day' USING ERRCODE = '23514', CONSTRAINT = 'book_open';
  END IF;
END $$;
CREATE FUNCTION ledger_entry_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_refuse_closed(NEW.estate_id, NEW."on");
  RETURN NEW;
END $$;
CREATE TRIGGER book_open BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_made();
"""
NO_CLOSED = """
DROP TRIGGER book_open ON ledger_entry;
DROP FUNCTION ledger_entry_made();
DROP FUNCTION ledger_refuse_closed(bigint, date);
"""

# One statement's transfers at a time: what they settle and what they leave on guarded accounts. Sequential scans are
# off because a session keeps the plans that it made while the tables were still empty.
POSTED = """
CREATE FUNCTION ledger_settle(charges bigint[], deltas numeric[]) RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE touched bigint;
BEGIN
  UPDATE ledger_charge c SET settled = c.settled + moved.delta
    FROM unnest(charges, deltas) AS moved(charge, delta) WHERE c.id = moved.charge;
  GET DIAGNOSTICS touched = ROW_COUNT;
  IF touched <> cardinality(charges) THEN
    RAISE EXCEPTION 'a transfer names a charge that is out of reach' USING ERRCODE = '23503';
  END IF;
END $$;

CREATE FUNCTION ledger_transfers_posted() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
  PERFORM ledger_refuse_closed(days.estate_id, days."on") FROM (SELECT DISTINCT estate_id, "on" FROM fresh) days;
  IF EXISTS (SELECT FROM (SELECT DISTINCT entry_id, estate_id, "on" FROM fresh) f
      LEFT JOIN ledger_entry e ON e.id = f.entry_id AND e.estate_id = f.estate_id AND e."on" = f."on"
      WHERE e.id IS NULL) THEN
    RAISE EXCEPTION 'a transfer has the day and estate of its entry' USING ERRCODE = '23503';
  END IF;
  -- Counted, not searched for a miss: that is planned for its first row and compares all pairs of a large set.
  IF (SELECT count(f.raises_id) + count(f.charge_id) FROM fresh f)
      <> (SELECT count(*) FROM fresh f JOIN ledger_charge c ON c.id = f.raises_id
           WHERE c.estate_id = f.estate_id AND c.amount = f.amount)
       + (SELECT count(*) FROM fresh f JOIN ledger_charge c ON c.id = f.charge_id WHERE c.estate_id = f.estate_id) THEN
    RAISE EXCEPTION 'a transfer raises the whole of a charge of its estate' USING ERRCODE = '23503';
  END IF;
  IF EXISTS (SELECT FROM fresh WHERE charge_id IS NOT NULL) THEN
    PERFORM FROM ledger_charge WHERE id IN (SELECT charge_id FROM fresh) ORDER BY id FOR NO KEY UPDATE;
    PERFORM ledger_settle(array_agg(m.charge_id), array_agg(m.delta)) FROM (
      SELECT f.charge_id, sum(CASE WHEN c.kind LIKE 'receivable%' AND d.kind NOT LIKE 'receivable%' THEN f.amount
                                   WHEN d.kind LIKE 'receivable%' AND c.kind NOT LIKE 'receivable%' THEN -f.amount
                              END) AS delta
        FROM fresh f JOIN ledger_account d ON d.id = f.debit_id JOIN ledger_account c ON c.id = f.credit_id
       WHERE f.charge_id IS NOT NULL GROUP BY f.charge_id) m;
  END IF;
  WITH legs AS (
    SELECT debit_id AS account, amount FROM fresh UNION ALL SELECT credit_id, -amount FROM fresh
  ), held AS (
    SELECT a.id, a.side FROM ledger_account a
     WHERE a.guarded AND a.id IN (SELECT account FROM legs) ORDER BY a.id FOR NO KEY UPDATE
  ), moved AS (
    SELECT h.id, sum(CASE h.side WHEN 'debit' THEN l.amount ELSE -l.amount END) AS delta
      FROM held h JOIN legs l ON l.account = h.id GROUP BY h.id
  )
  UPDATE ledger_account a SET balance = a.balance + moved.delta FROM moved WHERE a.id = moved.id;
  RETURN NULL;
END $$;
CREATE TRIGGER posted AFTER INSERT ON ledger_transfer REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_transfers_posted();
"""
NO_POSTED = """
DROP TRIGGER posted ON ledger_transfer;
DROP FUNCTION ledger_transfers_posted();
DROP FUNCTION ledger_settle(bigint[], numeric[]);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(KEYS, NO_KEYS),
        migrations.RunSQL(FACTS, NO_FACTS),
        migrations.RunSQL(CLOSED, NO_CLOSED),
        migrations.RunSQL(POSTED, NO_POSTED),
    ]
