"""`guanjia backup FILE` and `guanjia restore FILE`: database, uploaded files and signing key in one tar.

The dump and the row counts beside it come from one snapshot, so that a restore can be compared row for row.
"""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
import typer
from django.conf import settings
from psycopg import sql

from guanjia.config import database, server_user
from guanjia.config.migrating import migrate
from guanjia.config.trouble import Trouble
from guanjia.kernel import time

DUMP, MANIFEST, FILES, KEY = "database.dump", "manifest.json", "files", "secret_key"
# Row security is forced on our role too: it sees all rows only by asking for the system's scope.
ALL_ROWS = "-c guanjia.system=on"
TABLES = (
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
    " AND relnamespace = 'public'::regnamespace ORDER BY relname"
)


def register(cli: typer.Typer) -> None:
    cli.command("backup")(backup_command)
    cli.command("restore")(restore_command)


def backup_command(file: Path) -> None:
    """Write everything (database, uploaded files, signing key) to one FILE. Work may go on meanwhile."""
    rows = backup(file, now=time.now())
    typer.echo(f"{file}: {sum(rows.values())} rows in {len(rows)} tables, {file.stat().st_size >> 10} kB")


def restore_command(file: Path) -> None:
    """Put a backup into an empty database and data folder, then compare every table's row count."""
    rows = restore(file)
    typer.echo(
        f"{file}: {sum(rows.values())} rows in {len(rows)} tables restored and counted. Next: guanjia check"
    )


def backup(file: Path, *, now: datetime) -> dict[str, int]:
    """Rows per table that were written. Raises Trouble; a failed backup leaves no file."""
    if file.exists():
        raise Trouble(f"{file} exists already.", "Choose another name; backups are never overwritten.")
    if not file.resolve().parent.is_dir():
        raise Trouble(f"The folder {file.resolve().parent} is not there.", "Make it first, or name another.")
    half = file.with_name(f"{file.name}.part")
    with (
        tempfile.TemporaryDirectory(dir=file.resolve().parent, prefix=".guanjia-backup-") as folder,
        _connect() as server,
    ):
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (snapshot,) = server.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        dump = Path(folder) / DUMP
        _program(
            "pg_dump",
            "--format=custom",
            "--enable-row-security",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={dump}",
            f"--dbname={database.database_url()}",
        )
        rows = count(server)
        manifest = Path(folder) / MANIFEST
        manifest.write_text(
            json.dumps({"at": now.isoformat(), "version": version("guanjia"), "rows": rows}, indent=1)
        )
        try:
            _pack(half, dump, manifest)
        except OSError:
            half.unlink(missing_ok=True)
            raise
    half.rename(file)
    return rows


def restore(file: Path) -> dict[str, int]:
    """Rows per table that were put in. Raises Trouble, and then the database is as empty as before."""
    uploads = Path(settings.MEDIA_ROOT)
    _refuse_unless_empty(uploads)
    with tempfile.TemporaryDirectory(prefix="guanjia-restore-") as folder:
        manifest = _unpack(file, Path(folder))
        _program(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            "--enable-row-security",
            f"--dbname={database.database_url()}",
            str(Path(folder) / DUMP),
        )
        with _connect() as server:
            _compare(manifest["rows"], count(server))
        _bring_files(Path(folder), uploads)
    migrate()
    return manifest["rows"]


def _pack(target: Path, dump: Path, manifest: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        tar.add(manifest, MANIFEST)
        tar.add(dump, DUMP)
        if (key := Path(settings.DATA_DIR) / KEY).exists():
            tar.add(key, KEY)
        if (uploads := Path(settings.MEDIA_ROOT)).exists():
            tar.add(uploads, FILES)


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as tar:
            tar.extractall(folder, filter="data")
        return json.loads((folder / MANIFEST).read_text())
    except FileNotFoundError:
        raise Trouble(
            f"{file} is not there, or is no backup of Guanjia.", "Name a file made by `guanjia backup`."
        ) from None
    except (tarfile.TarError, ValueError) as error:
        raise Trouble(
            f"{file} is damaged or no backup of Guanjia ({error}).", "Take another backup."
        ) from None


def _bring_files(folder: Path, uploads: Path) -> None:
    if (folder / FILES).exists():
        shutil.copytree(folder / FILES, uploads, dirs_exist_ok=True)
    if (folder / KEY).exists() and "GUANJIA_SECRET_KEY" not in os.environ:
        key = Path(settings.DATA_DIR) / KEY
        key.write_bytes((folder / KEY).read_bytes())
        key.chmod(0o600)


def _refuse_unless_empty(uploads: Path) -> None:
    with _connect() as server:
        if server.execute(TABLES).fetchone():
            raise Trouble(
                "The database is not empty; a backup is only put into an empty one.",
                "Name a new folder (DATA_DIR=…) or a new database (DATABASE_URL=…).",
            )
    if uploads.exists() and any(uploads.iterdir()):
        raise Trouble(f"{uploads} is not empty.", "Name a new folder: DATA_DIR=…")


def _compare(expected: dict[str, int], found: dict[str, int]) -> None:
    different = {name: (rows, found.get(name)) for name, rows in expected.items() if found.get(name) != rows}
    if different:
        raise Trouble(
            f"Row counts differ after restoring: {different}.", "Keep the old place; take another backup."
        )


def count(server: psycopg.Connection) -> dict[str, int]:
    """Rows of each table. The connection must see all rows."""
    names = [name for (name,) in server.execute(TABLES).fetchall()]
    query = "SELECT count(*) FROM {}"
    return {name: server.execute(sql.SQL(query).format(sql.Identifier(name))).fetchone()[0] for name in names}


def _connect() -> psycopg.Connection:
    return psycopg.connect(database.database_url(), options=ALL_ROWS)


def _program(name: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(server_user.programs() / name), *arguments],
        env={**os.environ, "PGOPTIONS": ALL_ROWS},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(
            f"{name} failed: {done.stderr.strip()[-800:]}", "Mend that and try again; nothing was changed."
        )
