"""Tells PostgreSQL whose rows this connection may touch, and writes the policies that hold it to that."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from guanjia.engine.access.actor import Actor, SystemActor
from guanjia.engine.access.rows import CompanyRow

NOBODY = ("", "", "")


def settings_of(actor: Actor | None) -> tuple[str, str, str]:
    """(company, estates, system) as the three session settings."""
    if actor is None:
        return NOBODY
    company = "" if actor.company_id is None else str(actor.company_id)
    if isinstance(actor, SystemActor):
        return company, "*", "on" if actor.company_id is None else ""
    estates = actor.estate_ids
    if not isinstance(estates, frozenset):
        return company, "*", ""
    return company, ",".join(str(pk) for pk in sorted(estates)), ""


def enter(actor: Actor | None) -> None:
    """From here on this connection sees what the actor may see; nobody sees nothing."""
    _set(settings_of(actor))


@contextmanager
def acting_as(actor: Actor | None) -> Iterator[None]:
    """Act for somebody inside a job or a command; afterwards the scope is what it was before."""
    before = _current()
    _set(settings_of(actor))
    try:
        yield
    finally:
        # A broken transaction rolls the settings back by itself, and takes no further statement.
        if not connection.needs_rollback and connection.connection is not None:
            _set(before)


def _current() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('guanjia.company', true), ''),"
            " coalesce(current_setting('guanjia.estates', true), ''),"
            " coalesce(current_setting('guanjia.system', true), '')"
        )
        row: tuple[str, ...] = cursor.fetchone()
        return row


def _set(values: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('guanjia.company', %s, false), set_config('guanjia.estates', %s, false),"
            " set_config('guanjia.system', %s, false)",
            values,
        )


def guarded_models() -> list[type[CompanyRow]]:
    return [model for model in apps.get_models() if issubclass(model, CompanyRow) and model._meta.managed]


def write_policies(**kwargs: object) -> None:
    """Bring row security in line with the models. Runs after every migrate; forced, so the owner obeys too."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in guarded_models():
            table = model._meta.db_table
            if table in tables:
                cursor.execute(
                    f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;'
                    f'DROP POLICY IF EXISTS scope ON "{table}";'
                    f'CREATE POLICY scope ON "{table}" USING ({model.row_policy}) WITH CHECK ({model.row_policy})'
                )
