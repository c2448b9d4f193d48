"""Where the database is. The one module, with `embedded.py`, that knows about the server inside the wheel."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from guanjia.config import embedded
from guanjia.config.trouble import Trouble

# Our statements read pages of fifty rows through half a dozen joins. What PostgreSQL does for large questions
# costs them more than it saves: parallel workers, compiled plans, tables of remembered join partners sized for the
# whole table (11 ms before the first row of a list of a million cases), and trying all orders of seven joins (10 ms).
SESSION = " ".join(
    f"-c {name}"
    for name in (
        "max_parallel_workers_per_gather=0",
        "jit=off",
        "enable_memoize=off",
        "join_collapse_limit=4",
    )
)
PREPARED_AFTER = 3  # times that a connection has seen the same statement
ROOT = Path(__file__).resolve().parent.parent.parent


def data_dir() -> Path:
    """The folder for embedded database, uploaded files and signing key (DATA_DIR, default `.data`)."""
    return Path(os.environ.get("DATA_DIR", ROOT / ".data")).expanduser().resolve()


def database_url() -> str:
    """DATABASE_URL, else the embedded server of this data folder."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    return embedded.url_of(data_dir() / "postgres")


@contextmanager
def available() -> Iterator[None]:
    """Inside, the database runs: ours is started unless DATABASE_URL names another. Raises Trouble."""
    if os.environ.get("DATABASE_URL"):
        yield
    else:
        with embedded.running(data_dir() / "postgres"):
            yield


def tend() -> None:
    """Start the embedded server again if it has died."""
    if not os.environ.get("DATABASE_URL"):
        embedded.revive(data_dir() / "postgres")


def _parts(url: str) -> dict[str, Any]:
    try:
        return conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # The address may hold a password; it is not repeated.
        raise Trouble(
            "DATABASE_URL is no address of a database.",
            "Write it like postgresql://user:password@host/name, or leave it unset for Guanjia's own.",
        ) from None


def connection_settings() -> dict[str, Any]:
    """Django's settings of the one database."""
    parts = _parts(database_url())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "guanjia"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "options": SESSION,
            # PostgreSQL reads and plans a statement once for a connection, not every time: half of what it did for
            # registering a case. Needs a direct connection, or a pooler that keeps a session's statements.
            "server_side_binding": True,
            "prepare_threshold": PREPARED_AFTER,
            **parts,
            "pool": {"min_size": 1, "max_size": int(os.environ.get("GUANJIA_DB_POOL", "8")), "timeout": 10},
        },
        "TEST": {"NAME": os.environ.get("GUANJIA_TEST_DB")},
    }
