"""The simulator can err as providers do: one order, two payments."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wallets", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("simulatedtrade", "simulated_trade_once"),
        migrations.AddConstraint(
            "simulatedtrade",
            models.UniqueConstraint(
                fields=["company", "provider", "out_trade_no", "transaction_id"], name="simulated_trade_once"
            ),
        ),
    ]
