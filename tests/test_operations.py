"""Start, crash, stop, back up, restore: with real processes and real PostgreSQL servers."""

import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys

import psutil
import psycopg
import pytest

from guanjia.config import archive, database, embedded, server_user, trouble
from guanjia.testing.database import another_database
from guanjia.testing.processes import Running, data_folder, environment, free_port, guanjia

pytestmark = pytest.mark.serial


@pytest.fixture
def folder():
    with data_folder() as made:
        yield made


@pytest.fixture
def other_database(django_db_setup):
    """The tables are there already."""
    with another_database() as url:
        yield url


def postmaster(cluster) -> psutil.Process:
    return psutil.Process(int((server_user.place_of(cluster) / "postmaster.pid").read_text().split()[0]))


def is_gone(process: psutil.Process) -> bool:
    """Ended; perhaps not yet collected by the machine's first process."""
    for _attempt in range(300):
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
            process.wait(0.1)
        except psutil.TimeoutExpired:
            continue
        except psutil.NoSuchProcess:
            return True
        return True
    return False


def write_a_line(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (line text)")
        connection.execute("INSERT INTO kept VALUES ('still here')")


def read_the_line(url: str) -> str:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT line FROM kept").fetchone()[0]


def test_data_stay_and_the_last_one_out_stops_the_server(folder):
    cluster = folder / "postgres"
    with embedded.running(cluster) as url, embedded.running(cluster):
        write_a_line(url)
        server = postmaster(cluster)
    assert is_gone(server)
    with embedded.running(cluster) as url:
        assert read_the_line(url) == "still here"


def test_our_role_is_no_superuser_and_the_socket_is_private(folder):
    with embedded.running(folder / "postgres") as url, psycopg.connect(url) as connection:
        role = connection.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert role.fetchone() == (False, False)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert server_user.place_of(folder / "postgres").stat().st_mode & 0o077 == 0


def test_a_killed_server_is_started_again_with_its_data(folder):
    cluster = folder / "postgres"
    with embedded.running(cluster) as url:
        write_a_line(url)
        server = postmaster(cluster)
        server.kill()
        assert is_gone(server)
        embedded.revive(cluster)
        assert read_the_line(url) == "still here"


def test_a_pid_file_that_names_another_program_is_no_obstacle(folder):
    cluster = folder / "postgres"
    with embedded.running(cluster) as url:
        write_a_line(url)
    (server_user.place_of(cluster) / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n")
    with embedded.running(cluster) as url:
        assert read_the_line(url) == "still here"


def test_a_long_path_gets_a_short_socket(folder):
    cluster = folder / ("a-folder-with-a-long-name-" * 4) / "postgres"
    with embedded.running(cluster) as url:
        assert "%2Ftmp%2Fguanjia-" in url


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
def test_root_behind_a_closed_door_opens_nothing(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    with embedded.running(closed / "data" / "postgres") as url:
        write_a_line(url)
        place = server_user.place_of(closed / "data" / "postgres")
        assert place.is_relative_to(server_user.SHARED)
        assert closed.stat().st_mode & 0o077 == 0
        assert (closed / "data" / "postgres").is_symlink()
    with embedded.running(closed / "data" / "postgres") as url:
        assert read_the_line(url) == "still here"
    shutil.rmtree(place)


def test_a_taken_port_is_named_with_a_way_out(folder):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = guanjia(folder, "serve", "--port", str(port))
    assert said.returncode == 1
    assert f"Port {port} is taken" in said.stderr
    assert f"PORT={port + 1}" in said.stderr


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "not writable"), (errno.EROFS, "DATA_DIR")],
)
def test_faults_of_the_machine_are_said_plainly(number, words):
    assert words in str(trouble.of_os_error(OSError(number, "", "/data")))


def test_a_database_that_is_not_there_is_said_plainly(folder):
    said = guanjia(folder, "migrate", DATABASE_URL="postgresql://nobody:secret@127.0.0.1:1/nothing")
    assert said.returncode == 1
    assert "The database does not answer" in said.stderr
    assert "Traceback" not in said.stderr


def test_an_address_that_is_none_is_not_repeated(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "host secret")
    with pytest.raises(trouble.Trouble) as said:
        database.connection_settings()
    assert "postgresql://user:password@host/name" in str(said.value)
    assert "secret" not in str(said.value)


def test_a_backup_needs_its_folder(tmp_path, now):
    with pytest.raises(trouble.Trouble, match="is not there"):
        archive.backup(tmp_path / "none" / "backup.tar", now=now)


def test_serve_restarts_what_dies_and_leaves_nothing_behind(folder, other_database):
    _move_in(folder, other_database)
    with Running(folder, "serve", "--port", str(free_port())) as serve:
        worker = psutil.Process(serve.wait_for("child started", child="worker")["pid"])
        serve.wait_for("ready")
        server = postmaster(folder / "postgres")
        worker.kill()
        serve.wait_for("child died", child="worker")
        again = psutil.Process(serve.wait_for("child started", child="worker")["pid"])
        family = [again, server, *psutil.Process(serve.process.pid).children(recursive=True)]
        assert serve.stop() == 0
    assert all(map(is_gone, family))


def _move_in(folder, url: str) -> None:
    """The embedded server of this folder with the tables of that database, sooner than by migrations."""
    file = folder / "tables.tar"
    assert guanjia(folder, "backup", str(file), DATABASE_URL=url).returncode == 0
    with embedded.running(folder / "postgres"):
        said = guanjia(folder, "restore", str(file))
        assert said.returncode == 0, said.stderr


def test_children_do_not_outlive_a_killed_supervisor(folder, other_database):
    with Running(folder, "serve", "--port", str(free_port()), DATABASE_URL=other_database) as serve:
        serve.wait_for("ready")
        family = psutil.Process(serve.process.pid).children(recursive=True)
        serve.stop(signal.SIGKILL)
    assert all(map(is_gone, family))


ASSEMBLE = """
import django; django.setup()
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import assemble
with acting_as(system(None)): assemble()
"""


def test_a_backup_restores_into_an_empty_place_and_nowhere_else(folder, other_database):
    file, url = folder / "backup.tar", {"DATABASE_URL": other_database}
    settings = environment(folder, DJANGO_SETTINGS_MODULE="guanjia.config.settings", **url)
    subprocess.run([sys.executable, "-c", ASSEMBLE], env=settings, check=True)
    (folder / "files").mkdir()
    (folder / "files" / "photo.jpg").write_bytes(b"leak")
    said = guanjia(folder, "backup", str(file), **url)
    assert said.returncode == 0, said.stderr
    assert file.stat().st_mode & 0o077 == 0
    refused = guanjia(folder, "restore", str(file), **url)
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    before = rows(other_database)
    with data_folder() as other, embedded.running(other / "postgres") as there:
        said = guanjia(other, "restore", str(file))
        assert said.returncode == 0, said.stderr
        assert rows(there) == before
        assert before["people_customer"] == 1
        assert (other / "files" / "photo.jpg").read_bytes() == b"leak"
        assert (other / "secret_key").read_text() == (folder / "secret_key").read_text()
        found = {finding["name"]: finding for finding in json.loads(guanjia(other, "check", "--json").stdout)}
        assert found["row security"]["ok"]
        assert found["migrations"]["ok"]


def rows(url: str) -> dict[str, int]:
    with psycopg.connect(url, options=archive.ALL_ROWS) as server:
        return archive.count(server)


def test_check_names_a_fault_and_its_mend(folder):
    with embedded.running(folder / "postgres"):
        said = guanjia(folder, "check", "--json")
        found = {finding["name"]: finding for finding in json.loads(said.stdout)}
        assert said.returncode == 1
        assert not found["migrations"]["ok"]
        assert found["migrations"]["mend"] == "Run `guanjia migrate`."


def test_check_says_when_there_is_no_database(folder):
    said = guanjia(folder, "check", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert said.returncode == 1
    assert "FAULT database" in said.stdout
    assert "DATABASE_URL" in said.stdout
