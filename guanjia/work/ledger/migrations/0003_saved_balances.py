"""With every month that is closed, the database saves what stood on the accounts."""

import django.db.models.deletion
from django.db import migrations, models

# From the month closed before: what it saved, and what went through the accounts since. Nothing can be posted on these
# days any more, and the closing holds the estate's lock, so the sums stay true.
KEEP = """
CREATE FUNCTION ledger_keep_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last ledger_closing;
BEGIN
  SELECT * INTO last FROM ledger_closing c
   WHERE c.estate_id = NEW.estate_id AND c.kind = 'month' AND c.through < NEW.through
   ORDER BY c.through DESC LIMIT 1;
  INSERT INTO ledger_balance (company_id, estate_id, closing_id, account_id, debits, credits)
  SELECT NEW.company_id, NEW.estate_id, NEW.id, legs.account, sum(legs.debit), sum(legs.credit) FROM (
    SELECT b.account_id AS account, b.debits AS debit, b.credits AS credit
      FROM ledger_balance b WHERE b.closing_id = last.id
    UNION ALL
    SELECT a.id, sum(t.amount), 0 FROM ledger_account a JOIN ledger_transfer t ON t.debit_id = a.id
     WHERE a.estate_id = NEW.estate_id AND t."on" <= NEW.through
       AND t."on" > coalesce(last.through, '-infinity') GROUP BY a.id
    UNION ALL
    SELECT a.id, 0, sum(t.amount) FROM ledger_account a JOIN ledger_transfer t ON t.credit_id = a.id
     WHERE a.estate_id = NEW.estate_id AND t."on" <= NEW.through
       AND t."on" > coalesce(last.through, '-infinity') GROUP BY a.id
  ) legs GROUP BY legs.account;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_balances AFTER INSERT ON ledger_closing
  FOR EACH ROW WHEN (NEW.kind = 'month') EXECUTE FUNCTION ledger_keep_balances();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_balance
  FOR EACH ROW EXECUTE FUNCTION ledger_is_fact();
"""
DROP = """
DROP TRIGGER append_only ON ledger_balance;
DROP TRIGGER keep_balances ON ledger_closing;
DROP FUNCTION ledger_keep_balances();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_books_hold'),
        ('places', '0002_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('debits', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='借方累计')),
                ('credits', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='贷方累计')),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='ledger.account', verbose_name='科目')),
                ('closing', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='balances', to='ledger.closing', verbose_name='结账记录')),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.company', verbose_name='公司')),
                ('estate', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.estate', verbose_name='项目')),
            ],
            options={
                'verbose_name': '结账余额',
                'verbose_name_plural': '结账余额',
                'constraints': [models.UniqueConstraint(fields=('closing', 'account'), name='balance_once')],
            },
        ),
        migrations.RunSQL(KEEP, DROP),
    ]
