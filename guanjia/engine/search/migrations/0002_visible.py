from django.db import migrations

FORWARD = """
CREATE VIEW search_visible AS
  SELECT * FROM search_searchentry
  WHERE company_id = guanjia_company()
    AND (guanjia_everywhere() OR estate_ids = '{}' OR estate_ids && guanjia_estates());
"""


class Migration(migrations.Migration):
    """The scoped door to the index; not a security barrier, so that the text index can be used behind it."""

    dependencies = [("search", "0001_initial"), ("access", "0001_extensions")]
    operations = [migrations.RunSQL(FORWARD, "DROP VIEW search_visible")]
