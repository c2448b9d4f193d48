"""`guanjia books trial-balance` as a program calls it."""

import json
from datetime import date
from decimal import Decimal

import pytest
import typer
from typer.testing import CliRunner

from guanjia.work.books.commands import register
from guanjia.work.ledger.actions import Move, account, post
from guanjia.work.ledger.rules import Kind

pytestmark = pytest.mark.usefixtures("as_system")


@pytest.fixture
def call(cast, now):
    moves = [Move(account(cast.estate, Kind.BANK), account(cast.estate, Kind.REVENUE), Decimal("98.60"))]
    post(
        actor=cast.accountant,
        now=now,
        estate=cast.estate,
        kind="payment",
        text="收款",
        on=date(2026, 11, 5),
        moves=moves,
    )
    cli = typer.Typer()
    register(cli)
    return lambda *words: CliRunner().invoke(cli, ["books", "trial-balance", *words])


def test_a_month_as_json(call):
    answer = call("--estate", "YG", "--month", "2026-11", "--json")
    said = json.loads(answer.output)
    assert (answer.exit_code, said["balances"], said["until"]) == (0, True, "2026-11-30")
    assert (said["total"]["debits"], said["total"]["credits"]) == ("98.60", "98.60")
    assert {kind["code"]: kind["closing_debit"] for kind in said["kinds"]} == {
        "1002": "98.60",
        "6001": "0.00",
    }


def test_as_text(call):
    answer = call("--estate", "YG", "--month", "2026-12")
    assert "1002\t银行存款\t98.60" in answer.output


@pytest.mark.parametrize("words", [("YG", "2026-13"), ("nowhere", "2026-11"), ("YG", "November")])
def test_what_cannot_be_meant_is_refused(call, words):
    assert call("--estate", words[0], "--month", words[1]).exit_code == 2
