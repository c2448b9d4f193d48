from django.db import migrations, models

HOW = [("signed", "书面签字"), ("spoken", "电话口头"), ("online", "网上勾选")]


class Migration(migrations.Migration):
    dependencies = [("people", "0004_fewer_indexes")]
    operations = [
        migrations.AddField(
            "customer",
            "consent_for",
            models.CharField(blank=True, db_default="", default="", max_length=100, verbose_name="授权用途"),
        ),
        migrations.AddField(
            "customer", "consent_on", models.DateField(blank=True, null=True, verbose_name="授权日期")
        ),
        migrations.AddField(
            "customer",
            "consent_how",
            models.CharField(
                blank=True, choices=HOW, db_default="", default="", max_length=8, verbose_name="授权方式"
            ),
        ),
    ]
