"""Brings the database's tables and policies up to date."""

import structlog
from django.core.management import call_command
from django.db import connection

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as

LOCK = 7_201_609
log = structlog.get_logger("guanjia.migrate")


def migrate() -> None:
    """Apply what is missing. Two that start together do it one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        with acting_as(system(None)):
            call_command("migrate", verbosity=0, interactive=False)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        connection.close()
