"""The collection rate asks for all charges due in a month. They lie together, so ranges of pages are enough to find
them, and publishing a million bills pays next to nothing for it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("collection", "0001_initial"), ("ledger", "0002_books_hold")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX collection_charge_due ON ledger_charge USING brin (due_on)"
            " WITH (pages_per_range = 32, autosummarize = on)",
            "DROP INDEX collection_charge_due",
        ),
    ]
