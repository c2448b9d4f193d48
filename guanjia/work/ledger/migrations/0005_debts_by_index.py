"""A list of debtors reads the index of open charges alone. That works as long as the table's map of pages that everybody
sees is fresh, so the table is tended after every fiftieth of it has changed, not every fifth."""

from django.db import migrations, models
from django.db.models import F, Q

FRESH = """
ALTER TABLE ledger_charge SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02)
"""
USUAL = "ALTER TABLE ledger_charge RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_transfers_by_day")]

    operations = [
        migrations.RemoveIndex(model_name="charge", name="charge_open_due"),
        migrations.AddIndex(
            model_name="charge",
            index=models.Index(
                condition=Q(settled__lt=F("amount")),
                fields=["estate", "due_on"],
                include=("company", "unit", "customer", "tariff", "amount", "settled"),
                name="charge_open_due",
            ),
        ),
        migrations.RunSQL(FRESH, USUAL),
    ]
