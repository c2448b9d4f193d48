from django.contrib.postgres.operations import BtreeGinExtension, BtreeGistExtension, TrigramExtension
from django.db import migrations

SCOPE = """
CREATE OR REPLACE FUNCTION guanjia_company() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('guanjia.company', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION guanjia_estates() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT string_to_array(nullif(nullif(current_setting('guanjia.estates', true), ''), '*'), ',')::bigint[] $$;
CREATE OR REPLACE FUNCTION guanjia_everywhere() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(current_setting('guanjia.estates', true), '') = '*' $$;
CREATE OR REPLACE FUNCTION guanjia_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(current_setting('guanjia.system', true), '') = 'on' $$;
"""


class Migration(migrations.Migration):
    """Extensions that a database owner may create without being superuser, and the scope of a connection."""

    initial = True
    dependencies = []
    run_before = [("places", "0001_initial")]
    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(SCOPE, migrations.RunSQL.noop),
    ]
