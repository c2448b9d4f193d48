"""Writing rows by the million: one INSERT … SELECT per table, indexes and triggers set aside meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

ZERO = {
    "bigint": "0", "integer": "0", "smallint": "0", "character varying": "''", "text": "''", "boolean": "false",
    "jsonb": "'{}'::jsonb", "ARRAY": "'{}'", "numeric": "0",
}  # fmt: skip


class Bulk:
    """A superuser connection to the benchmark's database. Nothing here runs against anybody's real data."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url, autocommit=True)

    def run(self, text: str, values: object = None) -> psycopg.Cursor:
        return self.connection.execute(text, values)

    def insert(self, table: str, columns: dict[str, str], source: str) -> int:
        """Insert `columns` (name → SQL expression) from `source`; columns that must not be null get a zero."""
        needed = self.run(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
            " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
            [table],
        ).fetchall()
        whole = {name: ZERO[kind] for name, kind in needed if name not in columns and kind in ZERO} | columns
        names, values = ", ".join(f'"{name}"' for name in whole), ", ".join(whole.values())
        return self.run(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}").rowcount

    @contextmanager
    def unhindered(self, *tables: str) -> Iterator[None]:
        """Without triggers, foreign keys and secondary indexes; the indexes are built again at the end."""
        self.run("SET session_replication_role = replica")
        self.run("SET maintenance_work_mem = '1GB'")
        kept = self.run(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i JOIN pg_class c ON c.relname = i.indexname"
            " LEFT JOIN pg_constraint k ON k.conindid = c.oid"
            " WHERE i.schemaname = 'public' AND i.tablename = ANY(%s) AND k.oid IS NULL",
            [list(tables)],
        ).fetchall()
        for name, _ in kept:
            self.run(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)).as_string(self.connection))
        yield
        for _, definition in kept:
            self.run(definition)
        for table in tables:
            self.run(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM "
                + table
                + "))",
                [table],
            )
            self.run(f"VACUUM ANALYZE {table}")
        self.run("SET session_replication_role = DEFAULT")
