"""Who hears what; and a real server with real streams."""

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from guanjia.engine.live.actions import CHANNEL, signal
from guanjia.engine.live.hub import WAITING, Hub, Page
from guanjia.engine.live.rules import Signal, Viewer

ONE = Viewer(staff=1, company=7, estates=frozenset({10}))


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (Signal("cases", company=7, estate=10), True),
        (Signal("cases", company=7, estate=11), False),
        (Signal("cases", company=7), True),
        (Signal("cases", company=8), False),
        (Signal("cases", company=8, estate=10), False),
        (Signal("notice", company=7, staff=(1, 3)), True),
        (Signal("notice", company=7, staff=(2,)), False),
        (Signal.catch_up(), True),
    ],
)
def test_each_hears_what_is_theirs(given, seen):
    assert ONE.may_see(given) is seen


def test_a_page_that_comes_back_gets_what_it_missed_or_is_told_to_catch_up():
    hub = Hub()
    for each in range(3):
        hub.spread(json.dumps({"topic": f"t{each}", "company": 7}))
    assert [each.topic for each in hub.since(f"{hub.name}-1")] == ["t1", "t2"]
    assert hub.since(f"{hub.name}-3") == []
    assert hub.since("") == []
    assert [each.topic for each in hub.since("another-1")] == ["catch-up"]
    assert [each.topic for each in hub.since("nonsense")] == ["catch-up"]


def test_a_page_that_does_not_read_does_not_grow():
    async def flood() -> Page:
        page = Page(ONE)
        for each in range(WAITING + 5):
            page.put(Signal("cases", company=7, number=each))
        return page

    page = asyncio.run(flood())
    assert page.waiting.qsize() < 10
    assert page.waiting.get_nowait().topic == "catch-up"


@pytest.mark.django_db(transaction=True)
def test_a_signal_leaves_at_commit_and_not_at_rollback(database_url, cast, acting):
    from django.db import transaction

    with psycopg.connect(database_url, autocommit=True) as ear, acting(cast.desk):
        ear.execute(f"LISTEN {CHANNEL}")
        try:
            with transaction.atomic():
                signal(topic="lost", company_id=1)
                raise KeyError
        except KeyError:
            pass
        signal(topic="kept", estate_id=cast.estate.pk, row=5)
        signal(topic="large", company_id=1, text="长" * 9000)
        heard = [json.loads(each.payload) for each in ear.notifies(timeout=5, stop_after=2)]
    assert [each["topic"] for each in heard] == ["kept", "large"]
    assert (heard[0]["company"], heard[0]["data"]) == (cast.company.pk, {"row": 5})
    assert heard[1]["data"] == {}


@pytest.mark.django_db
def test_the_signed_out_are_told_not_to_come_back(client):
    assert client.get(reverse("live:stream")).status_code == 204


@pytest.mark.django_db
def test_presence_is_told_to_colleagues(client, cast, django_assert_max_num_queries):
    client.force_login(cast.desk)
    with django_assert_max_num_queries(6):
        assert client.post(reverse("live:presence"), {"what": "case-1"}).status_code == 204


class Stream:
    """A browser's end of the stream."""

    def __init__(self, port: int, key: str, seen: str = "") -> None:
        headers = {"Cookie": f"sessionid={key}"} | ({"Last-Event-ID": seen} if seen else {})
        request = urllib.request.Request(f"http://127.0.0.1:{port}/live", headers=headers)
        self.answer = urllib.request.urlopen(request, timeout=30)
        self.id = ""

    def next(self) -> dict:
        """The next event; keep-alives are passed over. Raises StopIteration at the end of the stream."""
        for line in self.answer:
            text = line.decode().strip()
            if text.startswith("id: "):
                self.id = text[4:]
            if text.startswith("data: "):
                return json.loads(text[6:])
        raise StopIteration


@pytest.fixture
def server(database_url):
    """The real server in a process of its own, on the test database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asginl",
        "--port",
        str(port),
        "--workers",
        "1",
        "--workers-kill-timeout",
        "1",
    ]
    process = subprocess.Popen(
        [*command, "guanjia.config.asgi:application"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"DATABASE_URL": database_url, "GUANJIA_DB_POOL": "2"},
    )  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(15)


def _wait(port: int) -> None:
    """Until the server answers; urlopen retries by itself never, so knock."""
    for _each in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/live", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            import time

            time.sleep(0.05)
    raise TimeoutError


def _session(person) -> str:
    from django.test import Client

    browser = Client()
    browser.force_login(person)
    return browser.session.session_key


@pytest.mark.serial
@pytest.mark.django_db(transaction=True)
def test_pages_of_a_real_server_change_by_themselves(server, cast, acting):
    desk, elsewhere = _session(cast.desk), _session(cast.elsewhere)
    mine = [Stream(server, desk) for _each in range(6)]
    other = Stream(server, elsewhere)
    assert {each.next()["topic"] for each in [*mine, other]} == {"hello"}, (
        "six pages, a pool of two connections"
    )

    _until_listening()
    with acting(cast.desk):
        signal(topic="cases", estate_id=cast.estate.pk, row=1)
        signal(topic="all", company_id=cast.company.pk)
    assert [each.next() for each in mine] == [{"topic": "cases", "estate": cast.estate.pk, "row": 1}] * 6
    assert other.next()["topic"] == "all", "the other estate's page heard nothing of the first"

    seen = mine[0].id
    assert re.fullmatch(r"\w+-\d+", seen)
    mine[0].answer.close()
    back = Stream(server, desk, seen)
    assert [back.next()["topic"], back.next()["topic"]] == ["hello", "all"]
    lost = Stream(server, desk, "gone-7")
    assert [lost.next()["topic"], lost.next()["topic"]] == ["hello", "catch-up"]

    with acting(cast.desk):
        signal(topic="signed-out", company_id=cast.company.pk, staff_ids=(cast.desk.pk,))
    with pytest.raises(StopIteration):
        while True:
            mine[1].next()


def _until_listening() -> None:
    """Until the server's own LISTEN connection is there."""
    import time

    with connection.cursor() as cursor:
        for _each in range(200):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'guanjia live'"
                " AND query LIKE 'LISTEN%' AND state = 'idle' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise TimeoutError
