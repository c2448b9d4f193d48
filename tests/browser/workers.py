"""Real worker processes on the database of the test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def environment(database_url: str, data_dir: Path, **more: str) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if name != "GUANJIA_PARENT"}
    return {**known, "DATABASE_URL": database_url, "DATA_DIR": str(data_dir), **more}


@contextmanager
def worker(database_url: str, data_dir: Path, **more: str) -> Iterator[None]:
    """`guanjia worker`, as an operator starts it; ended in good order. What it logged is shown when the test fails."""
    with (data_dir / "worker.log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "guanjia", "worker"],
            env=environment(database_url, data_dir, **more),
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)
            log.seek(0)
            print(log.read()[-20_000:])
