from django.contrib.postgres.operations import BtreeGinExtension, BtreeGistExtension, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Extensions that a database owner may create without being superuser."""

    initial = True
    dependencies = []
    run_before = [("places", "0001_initial")]
    operations = [TrigramExtension(), BtreeGistExtension(), BtreeGinExtension()]
