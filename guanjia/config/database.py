"""Where the database is. The one module, with `embedded.py`, that knows about the server inside the wheel."""

import os
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parent.parent.parent


def data_dir() -> Path:
    """The folder for the embedded database, uploaded files and the signing key (DATA_DIR, default `.data`)."""
    return Path(os.environ.get("DATA_DIR", ROOT / ".data")).expanduser().resolve()


def database_url() -> str:
    """DATABASE_URL, else the embedded server of this data folder."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    from guanjia.config.embedded import url_of

    return url_of(data_dir() / "postgres")


def connection_settings() -> dict[str, Any]:
    """Django's settings of the one database."""
    parts = conninfo_to_dict(database_url())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "guanjia"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**parts, "pool": {"min_size": 1, "max_size": int(os.environ.get("GUANJIA_DB_POOL", "8"))}},
        "TEST": {"NAME": os.environ.get("GUANJIA_TEST_DB")},
    }
