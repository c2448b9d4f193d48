"""Brings the database's tables and policies up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as

LOCK = 7_201_609
log = structlog.get_logger("guanjia.migrate")


def migrate() -> None:
    """Apply what is missing. Two that start together do it one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        with acting_as(system(None)), sparing():
            call_command("migrate", verbosity=0, interactive=False)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        connection.close()


@contextmanager
def sparing() -> Iterator[None]:
    """Django draws some sixty models anew for each step of a migration, also for an index, which changes none of them.

    Inside, only the model that a step changes is drawn, and those that point at it; not all that point at the same
    estate. The same tables, compared by pg_dump on 2026-11-22.
    """
    append, find = ProjectState._append_option, ProjectState._find_reload_model

    def kept(self: Any, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
        state = self.models[app_label, model_name]
        state.options[option_name] = [*state.options.get(option_name, []), obj]

    def near(self: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        return {(app_label, model_name), *self.relations[app_label, model_name]}

    ProjectState._append_option, ProjectState._find_reload_model = kept, near
    try:
        yield
    finally:
        ProjectState._append_option, ProjectState._find_reload_model = append, find
