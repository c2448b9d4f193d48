from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0003_fewer_indexes")]
    operations = [
        migrations.AddField(
            "unit", "version", models.PositiveIntegerField(db_default=1, default=1, editable=False)
        ),
    ]
