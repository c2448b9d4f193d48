from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process", models.CharField(help_text="host:pid", max_length=80, unique=True)),
                ("started_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
