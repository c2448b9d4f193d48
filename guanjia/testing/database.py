"""One PostgreSQL for a test run, one database for each test process, cloned from a template migrated once.

Loaded by pytest before Django (`-p` in pyproject.toml), because settings read DATABASE_URL. Without that, an
embedded server under `.data/test` is used; xdist workers share it, and the last one to finish stops it.
The template carries a fingerprint of all models and migrations and is made anew when that changes.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from django.test import TransactionTestCase
from psycopg import sql

from guanjia.config import discovery, embedded

CLUSTER = discovery.ROOT.parent / ".data" / "test" / "postgres"
HASTE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "autovacuum": "off",
}

# Tables that have or had a row, but for those that `migrate` fills.
WRITTEN = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
  AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
"""

if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = embedded.url_of(CLUSTER)
os.environ.setdefault("DATA_DIR", str(discovery.ROOT.parent / ".data" / "test"))


@contextmanager
def own_database() -> Iterator[str]:
    """This process's database, fresh from the template; yields its URL and drops it at the end."""
    from django.db import connection

    with ExitStack() as stack:
        if os.environ["DATABASE_URL"] == embedded.url_of(CLUSTER):
            stack.enter_context(embedded.running(CLUSTER, HASTE))
            _let_us_make_databases()
        base = os.environ.get("GUANJIA_TEST_DB", "guanjia_test")
        mine = "_".join(filter(None, (base, os.environ.get("PYTEST_XDIST_WORKER"))))
        with _maintenance() as server:
            server.execute("SELECT pg_advisory_lock(hashtext(%s))", [base])
            template = _template(server, f"{base}_template")
            _drop(server, mine)
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (mine, template)))
            )
        _point_django_at(mine)
        TransactionTestCase._fixture_teardown = _empty_what_was_written
        yield psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], dbname=mine)
        connection.close()
        with _maintenance() as server:
            _drop(server, mine)


def _empty_what_was_written(self: TransactionTestCase) -> None:
    """Instead of Django's flush, which makes new files for all 1,500 tables and indexes however few were written."""
    from django.db import connection, transaction

    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as

    with acting_as(system(None)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign keys, no triggers
        cursor.execute(WRITTEN)
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {table}")


@contextmanager
def another_database() -> Iterator[str]:
    """One more clone of the template, for programs that change tables; yields its URL."""
    base = os.environ.get("GUANJIA_TEST_DB", "guanjia_test")
    name = "_".join(filter(None, (base, os.environ.get("PYTEST_XDIST_WORKER"), "other")))
    with _maintenance() as server:
        _drop(server, name)
        names = map(sql.Identifier, (name, f"{base}_template"))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        try:
            yield psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], dbname=name)
        finally:
            _drop(server, name)


def _template(server: psycopg.Connection, name: str) -> str:
    from django.core.management import call_command
    from django.db import connection

    from guanjia.config.migrating import sparing
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import enter

    fingerprint = _fingerprint()
    found = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    if found == (fingerprint,):
        return name
    _drop(server, name)
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    _point_django_at(name)
    enter(system(None))
    with sparing():
        call_command("migrate", verbosity=0)
    connection.close()
    server.execute(
        sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(fingerprint))
    )
    return name


def _point_django_at(name: str) -> None:
    """No pool in tests: every thread has its own connection and gives it back."""
    from django.conf import settings
    from django.db import connection

    connection.close()
    connection.settings_dict["OPTIONS"].pop("pool", None)
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def _fingerprint() -> str:
    root = discovery.ROOT
    files = [*root.rglob("migrations/*.py"), *root.rglob("models.py"), *root.glob("engine/access/*.py")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()


def _maintenance() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True)


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _let_us_make_databases() -> None:
    with psycopg.connect(
        embedded.url_of(CLUSTER, user="postgres", database="postgres"), autocommit=True
    ) as server:
        server.execute(
            "SELECT pg_advisory_lock(1)"
        )  # two processes granting at once: "tuple concurrently updated"
        server.execute("ALTER ROLE guanjia CREATEDB")
        server.execute("GRANT SET ON PARAMETER session_replication_role TO guanjia")
