from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("team", "0005_fewer_indexes")]
    operations = [
        migrations.AddField(
            "staff", "version", models.PositiveIntegerField(db_default=1, default=1, editable=False)
        ),
    ]
