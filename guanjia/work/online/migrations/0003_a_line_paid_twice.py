"""A line of the statement may be the second payment of an order."""

from django.db import migrations, models

RESULTS = [
    ("matched", "一致"),
    ("booked", "通知丢失，已补记"),
    ("missing_here", "系统无此单"),
    ("amount", "金额不一致"),
    ("twice", "重复付款"),
    ("refund", "系统无此退款"),
]


class Migration(migrations.Migration):
    dependencies = [("online", "0002_second_payments")]

    operations = [
        migrations.AlterField(
            "statementline", "result", models.CharField("结果", max_length=12, choices=RESULTS)
        ),
    ]
