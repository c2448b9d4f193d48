"""No phone or identity number leaves through a log."""

import json
import logging

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from guanjia.config import logs


@pytest.mark.parametrize(
    "private",
    [
        "13905710001",
        "+86 13905710001",
        "86-139-0571-0001",
        "139 0571 0001",
        "0571-88001234",
        "0571-88001234-801",
        "(010)88001234",
        "330106199001011234",
        "33010619900101123X",
    ],
)
def test_numbers_of_people_are_covered(private):
    assert logs.masked(f"找 {private},急") == f"找 {logs.MASK},急"


@pytest.mark.parametrize(
    "harmless", ["YG-20261118-0007", "3-2-1501", "2026-11-18 10:00", "共 1200 户", "12345"]
)
def test_other_numbers_stay(harmless):
    assert logs.masked(harmless) == harmless


def test_at_any_depth():
    assert logs.masked({"to": [{"mobile": 13905710001, "n": 7}]}) == {"to": [{"mobile": logs.MASK, "n": 7}]}


def test_the_line_that_is_written():
    record = logging.LogRecord("guanjia", logging.INFO, __file__, 1, "called %s", ("13905710001",), None)
    assert json.loads(logs.formatter().format(record))["event"] == f"called {logs.MASK}"


def test_a_traceback_too():
    try:
        raise ValueError("no such phone 13905710001")
    except ValueError as error:
        record = logging.LogRecord(
            "guanjia", logging.ERROR, __file__, 1, "failed", (), (type(error), error, None)
        )
    assert "13905710001" not in logs.formatter().format(record)


def test_a_request_says_who_and_how_much_but_not_what_was_asked(client, cast, caplog):
    client.force_login(cast.desk)
    with caplog.at_level(logging.INFO, logger="guanjia.web"):
        answer = client.get("/nowhere/", {"q": "13905710001"})
    line = caplog.records[-1].msg
    assert line["path"] == "/nowhere/"
    assert line["status"] == 404
    assert line["actor"] == cast.desk.pk
    assert line["sql"] >= 1
    assert "13905710001" not in str(line)
    assert answer["X-Request-Id"]


def test_the_files_of_a_page_leave_no_line(client, db, caplog):
    with caplog.at_level(logging.INFO, logger="guanjia.web"):
        assert client.get(staticfiles_storage.url("ui/mark.svg")).status_code == 200
        assert not caplog.records
        client.get("/static/ui/nothing.svg")
    assert caplog.records[-1].msg["status"] == 404
