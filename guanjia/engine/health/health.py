"""The checks that every installation needs: database, rows, worker, clock, mail, disk, key, static files."""

import shutil
import smtplib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from guanjia.engine.access.rowscope import guarded_models
from guanjia.engine.health.findings import Finding, bad, good, why_unreachable
from guanjia.engine.health.models import Heartbeat
from guanjia.kernel import time

OLDEST_SERVER = 180000
PULSE_WITHIN = timedelta(seconds=30)
SKEW_ALLOWED = timedelta(seconds=5)
LEAST_FREE_BYTES = 1 << 30


def checks() -> Iterable[Finding]:
    """Everything in an order in which the first fault explains the later ones."""
    yield from _machine()
    if said := why_unreachable():
        yield bad("database", said, "Start it (`guanjia serve`), or correct DATABASE_URL.")
        return
    yield _version()
    yield _role()
    migrations = _migrations()
    yield migrations
    if migrations.ok:
        yield row_security()
        yield _worker()
        yield _jobs()
    yield _clock()


def _machine() -> Iterable[Finding]:
    yield _secret_key()
    yield _disk()
    yield _static_files()
    yield _mail()


def _secret_key() -> Finding:
    if len(settings.SECRET_KEY) < 40:
        return bad(
            "secret key", "too short", "Set GUANJIA_SECRET_KEY to 50 random characters, or leave it unset."
        )
    return good("secret key", "present")


def _disk() -> Finding:
    folder = Path(settings.MEDIA_ROOT).parent
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    if free < LEAST_FREE_BYTES:
        return bad("disk", f"{free >> 20} MB free in {folder}", "Free some space, or move DATA_DIR.")
    return good("disk", f"{free >> 30} GB free")


def _static_files() -> Finding:
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return bad("static files", f"none in {settings.STATIC_ROOT}", "Run `make setup`.")
    return good("static files", "collected")


def _mail() -> Finding:
    mailer: Any = settings.MAILERS["default"]
    if "smtp" not in mailer["BACKEND"]:
        return good("mail", "kept in the local mailbox")
    host, port = mailer["OPTIONS"]["host"], mailer["OPTIONS"]["port"]
    try:
        smtplib.SMTP(host, port, timeout=5).close()
    except OSError as error:
        return bad(
            "mail",
            f"{host}:{port} does not answer ({error})",
            "Set SMTP_HOST, SMTP_PORT, SMTP_USER and SMTP_PASSWORD.",
        )
    return good("mail", f"{host}:{port}")


def _version() -> Finding:
    number = connection.cursor().connection.info.server_version
    if number < OLDEST_SERVER:
        return bad("database", f"PostgreSQL {number // 10000}", "Use PostgreSQL 18 or newer.")
    return good("database", f"PostgreSQL {number // 10000}.{number % 10000}")


def _role() -> Finding:
    name, above = _one("SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    if above:
        return bad(
            "database role",
            f"{name} stands above row security",
            f"ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS, or let an ordinary role own the database.",
        )
    return good("database role", f"{name}, no superuser")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return bad("migrations", f"{len(waiting)} not applied", "Run `guanjia migrate`.")
    return good("migrations", "all applied")


def row_security() -> Finding:
    """Every tenant table has row security, forced, with our policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'scope'"
            " WHERE c.relrowsecurity AND c.relforcerowsecurity"
        )
        guarded = {name for (name,) in cursor.fetchall()}
    open_tables = sorted({model._meta.db_table for model in guarded_models()} - guarded)
    if open_tables:
        return bad("row security", f"missing on {', '.join(open_tables)}", "Run `guanjia migrate`.")
    return good("row security", f"forced on {len(guarded)} tables")


def _worker() -> Finding:
    alive = Heartbeat.objects.filter(at__gte=time.now() - PULSE_WITHIN).count()
    if not alive:
        last = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
        return bad(
            "worker",
            f"none alive (last sign: {last or 'never'})",
            "Start `guanjia worker` (or `guanjia serve`); deadlines and notices wait for it.",
        )
    return good("worker", f"{alive} alive")


def _jobs() -> Finding:
    """Jobs that are due and that nobody took."""
    waiting, oldest = _one(
        "SELECT count(*), coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, e.at))), 0)"
        " FROM procrastinate_jobs j"
        " JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
        " WHERE j.status = 'todo' AND coalesce(scheduled_at, e.at) < now() - interval '5 minutes'"
    )
    if waiting:
        return bad(
            "jobs",
            f"{waiting} waiting, the oldest for {int(oldest) // 60} min",
            "Start more workers; look at their log.",
        )
    return good("jobs", "none waits")


def _clock() -> Finding:
    (theirs,) = _one("SELECT clock_timestamp()")
    skew = abs(time.now() - theirs)
    if skew > SKEW_ALLOWED:
        return bad(
            "clock",
            f"app and database differ by {skew.total_seconds():.0f} s",
            "Turn on NTP on both machines.",
        )
    return good("clock", f"app and database differ by {skew.total_seconds() * 1000:.0f} ms")


def _one(statement: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row: tuple[Any, ...] = cursor.fetchone()
        return row
