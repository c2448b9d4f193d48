"""The PostgreSQL inside the wheel: made, started, shared by our processes, stopped by the last of them."""

import fcntl
import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from guanjia.config import server_user
from guanjia.config.trouble import Trouble

SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100


def url_of(folder: Path, *, user: str = "guanjia", database: str = "guanjia") -> str:
    """The address of the cluster in this folder. Looks nothing up on the network and starts nothing."""
    sockets = _socket_folder(server_user.place_of(folder))
    return f"postgresql://{user}@/{database}?host={quote(str(sockets), safe='')}"


@contextmanager
def running(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The server runs while any process is in here; yields the URL. The last to leave stops it.

    Whoever is killed stops nothing; the next one adopts the server that still runs. Raises Trouble.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock_file(folder, "users") as users:
        with _gate(folder):
            fcntl.flock(users, fcntl.LOCK_SH)
            start(folder, settings)
        try:
            yield url_of(folder)
        finally:
            with _gate(folder):
                if _is_last(users):
                    stop(folder)


def start(folder: Path, settings: Mapping[str, str] | None = None) -> None:
    """Make the cluster if it is not there, start it if it does not run, and see to our role and database."""
    place = server_user.prepare(folder)
    if not (place / "PG_VERSION").exists():
        _create(place)
    if not _answers(folder):
        _configure(place, settings or {})
        _launch(place)
        _wait(folder, place)
    _ensure_database(folder)


def revive(folder: Path) -> None:
    """Start again a server that died under us; a look at one file when all is well."""
    try:
        pid = int((server_user.place_of(folder) / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        pid = 0
    if not pid or not _is_postgres(pid):
        with _gate(folder):
            start(folder)


def stop(folder: Path) -> None:
    """Orderly and at once: sessions are ended, everything is on disk."""
    place = server_user.place_of(folder)
    if (place / "postmaster.pid").exists():
        _run(place, "pg_ctl", "-D", str(place), "-m", "fast", "-w", "-t", "60", "-s", "stop", check=False)


def _create(place: Path) -> None:
    _run(
        place,
        "initdb",
        "-D",
        str(place),
        "--username=postgres",
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-sync",
    )
    with (place / "postgresql.conf").open("a") as file:
        file.write("\n# Written anew at every start; own settings go to local.conf.\n")
        file.write("include = 'guanjia.conf'\ninclude_if_exists = 'local.conf'\n")
    _run(place, "initdb", "-D", str(place), "--sync-only")


def _configure(place: Path, settings: Mapping[str, str]) -> None:
    sockets = _socket_folder(place)
    if sockets != place:
        sockets.mkdir(mode=0o700, exist_ok=True)
        if server_user.is_root():
            os.chown(sockets, place.stat().st_uid, place.stat().st_gid)
        if sockets.stat().st_uid != place.stat().st_uid or sockets.stat().st_mode & 0o077:
            raise Trouble(f"{sockets} was made by somebody else.", "Remove it, or choose a shorter DATA_DIR.")
    memory = psutil.virtual_memory().total // 2**20
    chosen = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "shared_buffers": f"{max(128, min(memory // 4, 2048))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(64, min(memory // 16, 512))}MB",
        "jit": "off",
        "random_page_cost": "1.1",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "on",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_size": "0",
        # Statements and their details carry phone numbers; the log must not.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        **settings,
    }
    lines = [f"{name} = '{value.replace("'", "''")}'\n" for name, value in chosen.items()]
    (place / "guanjia.conf").write_text("".join(lines))
    (place / "guanjia.conf").chmod(0o644)


def _launch(place: Path) -> None:
    """Start unless one is already starting. A pid file left by kill -9 or a power cut is removed first."""
    pid_file = place / "postmaster.pid"
    if pid_file.exists():
        if _is_postgres(int(pid_file.read_text().split("\n", 1)[0])):
            return
        pid_file.unlink(missing_ok=True)
    log = str(place / "start.log")
    for attempt in range(5):
        done = _run(
            place, "pg_ctl", "-D", str(place), "-l", log, "-w", "-t", "120", "-s", "start", check=attempt == 4
        )
        if done.returncode == 0:
            return
        # Children of a server that was killed need a moment to notice before they let go of its memory.
        time.sleep(0.5)


def _is_postgres(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
        return process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _wait(folder: Path, place: Path) -> None:
    """After a power cut the server first replays its log; that may take a minute."""
    until = time.monotonic() + 120
    while not _answers(folder):
        if time.monotonic() > until:
            raise Trouble(
                "The embedded PostgreSQL does not answer.", f"Look at the newest file in {place / 'log'}."
            )
        time.sleep(0.2)


def _answers(folder: Path) -> bool:
    try:
        psycopg.connect(url_of(folder, user="postgres", database="postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _ensure_database(folder: Path) -> None:
    """Our role owns our database and is no superuser, so that row security holds for it."""
    with psycopg.connect(url_of(folder, user="postgres", database="postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'guanjia'").fetchone():
            connection.execute("CREATE ROLE guanjia LOGIN NOSUPERUSER NOBYPASSRLS")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'guanjia'").fetchone():
            connection.execute("CREATE DATABASE guanjia OWNER guanjia")


def _run(
    place: Path, program: str, *arguments: str, check: bool = True
) -> subprocess.CompletedProcess[bytes]:
    # Not a pipe: the server inherits what pg_ctl writes to, and a pipe would never end.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(server_user.programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            check=False,
            **server_user.run_as_owner(place),
        )
        if check and done.returncode:
            said.seek(0)
            raise _explain(place, program, said.read().decode(errors="replace"))
    return done


def _explain(place: Path, program: str, said: str) -> Trouble:
    log = place / "start.log"
    newest = max((place / "log").glob("*.log"), key=lambda file: file.stat().st_mtime, default=None)
    words = said + "".join(
        file.read_text(errors="replace")[-2000:] for file in (log, newest) if file and file.exists()
    )
    if "No space left" in words:
        return Trouble(
            f"The disk with {place} is full.",
            "Free some space, or put the data elsewhere: DATA_DIR=/other/place",
        )
    if "Permission denied" in words:
        return Trouble(
            f"The database server may not use {place}.",
            "Choose a folder of your own: DATA_DIR=~/guanjia-data",
        )
    if "incompatible" in words:
        return Trouble(
            f"{place} was made by another major version of PostgreSQL.",
            "Restore a backup into an empty DATA_DIR (guanjia restore FILE); see docs/operations.md.",
        )
    return Trouble(
        f"The embedded PostgreSQL failed ({program}):\n{words.strip()[-1500:]}",
        "Mend that, or set DATABASE_URL.",
    )


def _socket_folder(place: Path) -> Path:
    """In the cluster itself (mode 700), or where that is too long a path, in a private folder under /tmp."""
    if len(str(place / SOCKET).encode()) <= LONGEST_SOCKET_PATH:
        return place
    return Path("/tmp") / f"guanjia-{hashlib.sha256(str(place).encode()).hexdigest()[:16]}"


@contextmanager
def _lock_file(folder: Path, name: str) -> Iterator[int]:
    handle = os.open(folder.parent / f".{folder.name}.{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _gate(folder: Path) -> Iterator[None]:
    """One at a time through start and stop."""
    with _lock_file(folder, "gate") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
