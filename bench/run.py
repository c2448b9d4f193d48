"""All measurements in a row, on a database of their own: a table to read and JSON to keep.

python -m bench.run --scale 0.05 --out bench.json
"""

import argparse
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import psycopg

from bench import charges, generate, pages, table
from guanjia.config import database, embedded, server_user

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("sweeps", "imports", "pages", "billing", "money", "steps")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1.0, help="1 is 1,000,000 cases")
    options.add_argument("--out", type=Path, help="JSON file")
    options.add_argument("--only", choices=PARTS, action="append", help="default: all parts")
    options.add_argument("--keep", action="store_true", help="use the database of the last run, and leave it")
    given = options.parse_args()
    found = measure(given.scale, parts=given.only or PARTS, keep=given.keep)
    say(table.draw(found))
    if given.out:
        given.out.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def measure(scale: float, *, parts: tuple[str, ...], keep: bool) -> dict[str, Any]:
    folder = database.data_dir() / "bench"
    if not keep:
        discard(folder)
    found: dict[str, Any] = {"day": date.today().isoformat(), "scale": scale, "machine": machine()}
    with embedded.running(folder / "postgres") as url:
        os.environ["DATABASE_URL"], os.environ["DATA_DIR"] = url, str(folder)
        who = prepared(folder, scale, found)
        if "sweeps" in parts:
            found["sweeps"] = inside(
                "bench.clocks", "--running", "0", "--due", str(max(100, int(10_000 * min(1, scale))))
            )
            say(found["sweeps"])
        if "imports" in parts:
            found["imports"] = inside("bench.imports")
            say(found["imports"])
        # Before the parts that follow: they leave more open work than any company has.
        if "pages" in parts:
            with web() as (port, server):
                cpu = Cpu(server, folder / "postgres")
                found["pages"] = pages.run(port, **who, say=say, cpu=cpu.seconds, **bounds(url))
        if "billing" in parts:
            found["billing"] = inside("bench.billing", "--units", str(max(2_000, int(1_000_000 * scale))))
            say(found["billing"])
        if "money" in parts:
            found["money"] = inside("bench.money", "--charges", str(max(200_000, int(10_000_000 * scale))))
            with web() as (port, _server):
                found["money"] |= inside(
                    "bench.till", "--port", str(port), "--estate", str(charges.FIRST + 2)
                )
            say(found["money"])
        if "steps" in parts:
            found["steps"] = inside("bench.todo", "--steps", str(max(20_000, int(1_000_000 * scale))))
            say(found["steps"])
    if not keep:
        discard(folder)
    return found


def prepared(folder: Path, scale: float, found: dict[str, Any]) -> dict[str, Any]:
    """The company and its bulk data; both are kept from the last run if they are there."""
    note = folder / "prepared.json"
    if not note.exists():
        who = inside("bench.prepare")
        superuser = embedded.url_of(folder / "postgres", user="postgres")
        found["generation"] = generate.generate(superuser, scale=scale, say=say)
        note.write_text(json.dumps(who))
    return json.loads(note.read_text())


def inside(module: str, *arguments: str) -> Any:
    """What a module of ours prints as JSON, run as a program against the benchmark's database."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)


@contextmanager
def web() -> Iterator[tuple[int, int]]:
    """The real web server, two processes: its port and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "guanjia", "web", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        _wait(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(30)


class Cpu:
    """Processor time used so far by web server, PostgreSQL and this client: what a busy neighbour does not change."""

    def __init__(self, web: int, cluster: Path) -> None:
        pid_file = server_user.place_of(cluster) / "postmaster.pid"
        self.roots = [
            psutil.Process(web),
            psutil.Process(int(pid_file.read_text().split("\n", 1)[0])),
            psutil.Process(),
        ]

    def seconds(self) -> float:
        return sum(self._of(root) for root in self.roots)

    def _of(self, root: psutil.Process) -> float:
        spent = root.cpu_times()
        total = sum(spent[:4])
        for child in root.children(recursive=True) if root.pid != os.getpid() else ():
            with suppress(psutil.NoSuchProcess):
                total += sum(child.cpu_times()[:2])
        return total


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web server did not start.")


def bounds(url: str) -> dict[str, Any]:
    """Two thousand cases that all who sign in may open, and the number of estates."""
    with psycopg.connect(url.replace("guanjia@", "postgres@")) as connection:
        cases = connection.execute(
            "SELECT id FROM cases_case WHERE estate_id BETWEEN 1001 AND 1020 ORDER BY md5(id::text) LIMIT 2000"
        ).fetchall()
        (estates,) = connection.execute(
            "SELECT count(*) FROM places_estate WHERE code ~ '^B[0-9]+$'"
        ).fetchone()
    return {"cases": [case for (case,) in cases], "estates": estates}


def discard(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def say(what: object) -> None:
    sys.stderr.write(f"{what}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
