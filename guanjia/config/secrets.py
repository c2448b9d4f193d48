"""The signing key: from the environment, or made once and kept in the data folder."""

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """Raises OSError when the folder cannot be written and no key is set."""
    if key := os.environ.get("GUANJIA_SECRET_KEY"):
        return key
    file = folder / "secret_key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fresh, "w") as out:
            out.write(secrets.token_urlsafe(50))
    return file.read_text().strip()
