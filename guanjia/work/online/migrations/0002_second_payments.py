"""An order keeps the late fee it quoted; a refund names its payment; money is sent back by two people."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FIRST = """
SELECT set_config('guanjia.system', 'on', true);
UPDATE online_onlinerefund r SET transaction_id = o.transaction_id FROM online_onlineorder o WHERE o.id = r.order_id;
SELECT set_config('guanjia.system', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("online", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            "onlineorder",
            "late_fee",
            models.DecimalField("其中违约金", max_digits=14, decimal_places=2, default=0),
        ),
        migrations.RemoveConstraint("onlineorder", "online_order_positive"),
        migrations.AddConstraint(
            "onlineorder",
            models.CheckConstraint(
                condition=models.Q(
                    ("amount__gt", 0), ("late_fee__gte", 0), ("late_fee__lte", models.F("amount"))
                ),
                name="online_order_positive",
            ),
        ),
        migrations.AddField(
            "onlinerefund",
            "transaction_id",
            models.CharField("渠道流水号", max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.AddField(
            "difference",
            "asked_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="申请人",
            ),
        ),
        migrations.AddField("difference", "asked_at", models.DateTimeField("申请时间", null=True)),
        migrations.AddConstraint(
            "difference",
            models.CheckConstraint(
                condition=models.Q(("how", "returned"), _negated=True)
                | models.Q(("asked_by", None))
                | models.Q(("asked_by", models.F("resolved_by")), _negated=True),
                name="difference_returned_by_another",
            ),
        ),
    ]
