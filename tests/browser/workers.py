"""Real worker and web processes on the database of the test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from socket import create_connection
from typing import Any

from guanjia.testing.processes import free_port


def environment(database_url: str, data_dir: Path, **more: str) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if name != "GUANJIA_PARENT"}
    return {**known, "DATABASE_URL": database_url, "DATA_DIR": str(data_dir), **more}


def worker(database_url: str, data_dir: Path, **more: str) -> AbstractContextManager[Any]:
    """`guanjia worker`, as an operator starts it."""
    return _running(["worker"], database_url, data_dir, **more)


@contextmanager
def web(database_url: str, data_dir: Path) -> Iterator[str]:
    """`guanjia web`, as an operator starts it; its address once it answers."""
    port = free_port()
    with _running(["web", "--port", str(port), "--workers", "1"], database_url, data_dir) as process:
        while not _answers(port):
            assert process.poll() is None, "guanjia web ended by itself"
        yield f"http://localhost:{port}"


def _answers(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def _running(
    command: list[str], database_url: str, data_dir: Path, **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Ended in good order. What it logged is shown when the test fails."""
    with (data_dir / f"{command[0]}.log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "guanjia", *command],
            env=environment(database_url, data_dir, **more),
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)
            log.seek(0)
            print(log.read()[-20_000:])
