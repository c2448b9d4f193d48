"""Closing, vouchers, codes and payees as the accountant meets them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.work.books.models import AccountCode, Settlement, VoucherExport
from guanjia.work.ledger.actions import Move, account, post
from guanjia.work.ledger.matters import Matter
from guanjia.work.ledger.models import Book, Closing, Payee
from guanjia.work.ledger.rules import Kind


@pytest.fixture
def accountant(cast, client, acting, now, settings, tmp_path):
    """Signed in, with 30.00 collected for the water works in October."""
    settings.MEDIA_ROOT = tmp_path
    with acting(system(cast.company.pk)):
        payee = Payee.objects.create(company=cast.company, name="自来水公司")
        collected = account(cast.estate, Kind.COLLECTED, payee.pk, name=payee.name)
        post(
            actor=cast.accountant, now=now, estate=cast.estate, kind="payment", text="代收", on=date(2026, 10, 5),
            moves=[Move(account(cast.estate, Kind.BANK), collected, Decimal(30))],
        )  # fmt: skip
    client.force_login(cast.accountant)
    return client


@pytest.fixture
def stored(acting):
    """`stored(Model)`: its only row, whoever asks."""

    def only(model):
        with acting(system(None)):
            return model.objects.get()

    return only


def close(client, through="2026-10-31", kind="month"):
    return client.post(reverse("books:closing"), {"kind": kind, "through": through})


def test_a_month_is_closed_and_stays_in_the_list(accountant, cast, stored):
    assert close(accountant).status_code == 302
    assert stored(Closing).entries == 1 and stored(Book).closed_through == date(2026, 10, 31)
    page = accountant.get(reverse("books:closing"))
    assert "已结账至 2026-10-31" in page.text and "钱会计" in page.text


def test_a_refusal_is_said_in_words(accountant, monkeypatch):
    again = close(accountant, through="2026-10-30")
    assert again.status_code == 422 and "最后一天" in again.text
    matter = Matter("小周的班还没有交", link="/cashier/", blocks=True)
    for place in ("guanjia.screens.books.views.closing", "guanjia.work.books.actions.closing"):
        monkeypatch.setattr(f"{place}.open_matters", lambda estate, through: [matter])
    page = accountant.get(reverse("books:closing"))
    assert "小周的班还没有交" in page.text and "办完才能结账" in page.text
    refused = close(accountant)
    assert refused.status_code == 422 and "不能结账：小周的班还没有交" in refused.text


def test_vouchers_are_exported_warned_of_and_downloaded_again(accountant, stored):
    wanted = {
        "since": "2026-10-01",
        "until": "2026-10-31",
        "layout": "kingdee",
        "grouping": "day",
        "form": "text",
    }
    assert "先在“结账”页" in accountant.post(reverse("books:vouchers"), wanted).text
    close(accountant)
    assert accountant.post(reverse("books:vouchers"), {**wanted, "key": "a"}).status_code == 302
    made = stored(VoucherExport)
    warned = accountant.post(reverse("books:vouchers"), {**wanted, "key": "b"})
    assert warned.status_code == 422 and made.name in warned.text
    file = accountant.get(reverse("books:voucher_file", args=[made.pk]))
    assert "30.00" in b"".join(file.streaming_content).decode("utf-8-sig")
    assert made.name in accountant.get(reverse("books:vouchers")).text


def test_codes_are_the_companys(accountant, stored):
    page = accountant.get(reverse("books:codes"))
    assert "其他应付款-代收代付-自来水公司" in page.text
    accountant.post(reverse("books:codes"), {"code-bank:": "100201", "name-bank:": "建行"})
    assert str(stored(AccountCode)) == "100201 建行"
    assert accountant.post(reverse("books:codes"), {"code-bank:": "1002 01"}).status_code == 422


def test_a_settlement_goes_through_two_hands(accountant, cast, stored, client):
    payee = stored(Payee)
    here = reverse("books:payee", args=[payee.pk])
    page = accountant.get(f"{here}?since=2026-10-01&until=2026-10-31")
    assert page.context["statement"].after == 30
    asked = {"through": "2026-10-31", "amount": "30.00", "estate": cast.estate.pk, "key": "a"}
    assert accountant.post(here, {**asked, "amount": "30.01"}).status_code == 422
    assert accountant.post(here, asked).status_code == 302
    decide = reverse("books:decide", args=[stored(Settlement).pk])
    assert accountant.post(decide, {"decision": "pay"}).status_code == 403
    client.force_login(cast.manager)
    assert "批准并记账" in client.get(reverse("books:payees")).text
    client.post(decide, {"decision": "pay"})
    assert stored(Settlement).state == "paid"
    paper = client.get(reverse("books:print_payee", args=[payee.pk]) + "?since=2026-11-01&until=2026-11-30")
    assert paper.context["statement"].total.settled == 30 and "收款单位确认" in paper.text


def test_a_payee_is_added_and_changed(accountant, acting):
    given = {"name": "燃气公司", "bank_account": "建行 1", "contact": "", "key": "a"}
    accountant.post(reverse("books:new_payee"), given)
    assert accountant.post(reverse("books:new_payee"), {**given, "key": "b"}).status_code == 422
    with acting(system(None)):
        payee = Payee.objects.get(name="燃气公司")
    accountant.post(reverse("books:edit_payee", args=[payee.pk]), {**given, "retired": "on"})
    assert "已停用" in accountant.get(reverse("books:payees")).text


@pytest.mark.parametrize("name", ["closing", "vouchers", "codes", "payees"])
def test_pages_cost_at_most_twelve_statements(name, accountant, django_assert_max_num_queries):
    close(accountant)
    with django_assert_max_num_queries(12):
        assert accountant.get(reverse(f"books:{name}")).status_code == 200
