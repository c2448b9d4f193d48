"""Programs of our own, run as an operator runs them."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from guanjia.config import discovery, embedded, server_user

WAIT = 60


@contextmanager
def data_folder() -> Iterator[Path]:
    """A new data folder; afterwards its database server is stopped and everything removed."""
    folder = Path(tempfile.mkdtemp(prefix="guanjia-test-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        cluster = folder / "postgres"
        place = server_user.place_of(cluster)
        if place.exists():
            embedded.stop(cluster)
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(folder)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """For a child that uses the embedded database of this folder."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "GUANJIA_PARENT"}
    }
    return {**inherited, "DATA_DIR": str(folder), "PYTHONPATH": str(discovery.ROOT.parent), **more}


def guanjia(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "guanjia", *arguments],
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        timeout=WAIT * 3,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Running:
    """A command that stays, with its log lines read as they come."""

    def __init__(self, folder: Path, *arguments: str, **more: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "guanjia", *arguments],
            env=environment(folder, **more),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *failure: object) -> None:
        if self.process.poll() is None:
            self.stop()
        assert self.process.stderr
        self.process.stderr.close()

    def wait_for(self, event: str, **fields: Any) -> dict[str, Any]:
        """Read the log until this event with these fields. Raises AssertionError when the program ends first."""
        seen = []
        assert self.process.stderr
        for line in self.process.stderr:
            seen.append(line)
            if line.startswith("{"):
                entry: dict[str, Any] = json.loads(line)
                if entry["event"] == event and fields.items() <= entry.items():
                    return entry
        raise AssertionError(f"{event} never came:\n{''.join(seen)}")

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; the exit code."""
        self.process.send_signal(number)
        self.process.communicate(timeout=WAIT)
        return self.process.returncode
