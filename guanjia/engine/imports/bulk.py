"""Many new rows in few statements: COPY into a temporary table, then INSERT … SELECT, which row security allows."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models.fields.files import FieldFile


def insert(model: type[models.Model], objects: Sequence[Any]) -> None:
    """Like `bulk_create`, about five times as fast; gives every object its number. Values must be ready for the
    database: no expressions, no JSON."""
    if not objects:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = [field.attname for field in fields]
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, len(objects)],
        )
        for of, (number,) in zip(objects, cursor.fetchall(), strict=True):
            of.pk = number
        cursor.execute(f"CREATE TEMPORARY TABLE arriving (LIKE {table}) ON COMMIT DROP")
        with cursor.copy(f"COPY arriving ({columns}) FROM STDIN") as copy:
            for of in objects:
                copy.write_row([_written(getattr(of, name)) for name in names])
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM arriving")
        cursor.execute("DROP TABLE arriving")
    for of in objects:
        of._state.adding = False
        of._state.db = connection.alias


def _written(value: Any) -> Any:
    return value.name if isinstance(value, FieldFile) else value
