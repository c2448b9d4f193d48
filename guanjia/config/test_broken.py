"""What a person, a page and a program are told when something of ours fails."""

import json

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils.functional import SimpleLazyObject

from guanjia.config.logs import formatter
from guanjia.config.urls import handler500 as handler500

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
A_PERSON = {"Accept": "text/html"}


def broken(request):
    raise ValueError("13700000001 王阿姨")


def unreachable(request):
    _ask_elsewhere("SELECT 1", HOST="127.0.0.1", PORT="1")


def ended(request):
    _ask_elsewhere("SELECT pg_terminate_backend(pg_backend_pid())")


def nobody_known(request):
    request.user = SimpleLazyObject(lambda: _ask_elsewhere("SELECT 1", HOST="127.0.0.1", PORT="1"))
    return HttpResponse(request.user)


def wrong(request):
    _ask_elsewhere("SELECT 1 / 0")


def _ask_elsewhere(statement: str, **differently: str) -> None:
    """Ask over a connection of its own, so that the test keeps its."""
    there = connections["default"].copy()
    there.settings_dict |= differently
    there.settings_dict["OPTIONS"].pop("pool", None)
    try:
        with there.cursor() as cursor:
            cursor.execute(statement)
    finally:
        there.close()


urlpatterns = [path(f"{view.__name__}/", view) for view in (broken, unreachable, ended, nobody_known, wrong)]


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def test_a_person_reads_calm_words_and_the_number_under_which_it_is_logged(client, cast, caplog):
    client.force_login(cast.desk)
    answer = client.get("/broken/", headers=A_PERSON)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "系统出错了" in page
    assert answer["X-Request-Id"] in page
    assert not any(secret in page for secret in ("13700000001", "王阿姨", "ValueError", "Traceback"))
    (record,) = [one for one in caplog.records if one.name == "django.request"]
    line = json.loads(formatter().format(record))
    assert "ValueError" in line["exception"]
    assert "13700000001" not in json.dumps(line, default=str)


@pytest.mark.parametrize("address", ["/unreachable/", "/ended/", "/nobody_known/"])
def test_a_lost_database_is_called_that(client, address):
    answer = client.get(address, headers=A_PERSON)
    page = answer.content.decode()
    assert (answer.status_code, "数据库暂时连不上" in page) == (503, True)
    assert answer["X-Request-Id"] in page


def test_a_statement_that_fails_is_no_lost_database(client):
    assert client.get("/wrong/", headers=A_PERSON).status_code == 500


def test_a_page_gets_a_sentence_and_a_program_gets_json(client):
    said = client.post("/broken/", headers={"HX-Request": "true"})
    assert said["Content-Type"].startswith("text/plain")
    assert said["X-Request-Id"] in said.content.decode()
    answer = client.get("/unreachable/").json()
    assert answer["code"] == "unavailable"
    assert answer["request"]


def test_in_english(client):
    client.cookies["django_language"] = "en"
    page = client.get("/broken/", headers=A_PERSON).content.decode()
    assert "Something went wrong" in page
    assert "Reference" in page
