"""From the trial balance down to the charge: every number leads to what is behind it."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from guanjia.engine.access import system
from guanjia.screens.books.forms import month_end
from guanjia.work.ledger.actions import Move, account, post, raise_charges, sides
from guanjia.work.ledger.actions import reverse as take_back
from guanjia.work.ledger.models import Account, Charge, Entry, Tariff, Transfer
from guanjia.work.ledger.rules import Kind

NOVEMBER = "?since=2026-11-01&until=2026-11-30"


@pytest.fixture
def posted(cast, acting, now):
    """A fee of 98.60 billed, paid by bank, and the payment taken back."""
    with acting(system(cast.company.pk)):
        tariff = Tariff.objects.create(company=cast.company, code="wy", name="物业费")
        charge = Charge(
            tariff=tariff, unit=cast.unit, customer=cast.owner, text="物业费 11 月", amount=Decimal("98.60"),
            period_start=date(2026, 11, 1), period_end=date(2026, 11, 30), due_on=date(2026, 11, 15),
            on=date(2026, 11, 1),
        )  # fmt: skip
        us = {"actor": cast.accountant, "now": now, "estate": cast.estate}
        raise_charges(charges=[charge], kind="bill", text="十一月出账", **us)
        owed, _income = sides(cast.estate, tariff)
        move = Move(account(cast.estate, Kind.BANK), owed, charge.amount, charge=charge)
        paid = post(kind="payment", text="转账", moves=[move], **us)
        post(kind="points", text="送积分", moves=[
            Move(account(cast.estate, Kind.POINTS_ISSUED), account(cast.estate, Kind.POINTS), Decimal(7))
        ], **us)  # fmt: skip
        take_back(actor=cast.accountant, now=now, entry=paid, text="转错了")
    return charge


@pytest.fixture
def browser(client, cast):
    client.force_login(cast.accountant)
    return client


def test_the_trial_balance_leads_to_account_entry_and_charge(posted, browser, acting, cast):
    page = browser.get(reverse("books:trial") + NOVEMBER)
    assert page.context["trial"].balances and "98.60" in page.text
    bank = next(g.lines[0] for g in page.context["trial"].groups if g.subtotal.kind == "bank")
    sheet = browser.get(reverse("books:account", args=[bank.account]) + NOVEMBER)
    assert [(line.debit, line.credit, line.balance) for line in sheet.context["sheet"].lines] == [
        (Decimal("98.60"), None, Decimal("98.60")), (None, Decimal("98.60"), 0),
    ]  # fmt: skip
    line = sheet.context["sheet"].lines[0]
    entry = browser.get(reverse("books:entry", args=[line.entry]))
    assert "已由分录" in entry.text and "物业费 11 月" in entry.text
    charge = browser.get(reverse("books:charge", args=[line.charge]))
    assert len(charge.context["history"]) == 3 and "转错了" in charge.text


def test_accounts_are_called_in_the_readers_language(posted, browser, acting, cast):
    browser.cookies["django_language"] = "en"
    trial = browser.get(reverse("books:trial") + NOVEMBER)
    for said in ("Accounts receivable", "Bank deposits", "Revenue-物业费"):
        assert said in trial.text
    bank = next(g.lines[0] for g in trial.context["trial"].groups if g.subtotal.kind == "bank")
    sheet = browser.get(reverse("books:account", args=[bank.account]) + NOVEMBER)
    assert "Bank deposits" in sheet.text and "Accounts receivable" in sheet.text
    entry = browser.get(reverse("books:entry", args=[sheet.context["sheet"].lines[0].entry]))
    journal, codes = browser.get(reverse("books:journal")), browser.get(reverse("books:codes"))
    for page in (trial, sheet, entry, journal, codes):
        assert "银行存款" not in page.text and "应收账款" not in page.text
    with acting(cast.accountant):
        assert {row["debit__name"] for row in Transfer.objects.values("debit__name")} >= {"银行存款"}, (
            "as posted"
        )


def test_points_and_one_kind_have_pages_of_their_own(posted, browser):
    points = browser.get(reverse("books:trial") + NOVEMBER + "&currency=PTS").context["trial"]
    assert points.total.debits == 7
    bank = browser.get(reverse("books:trial") + NOVEMBER + "&kind=bank").context["trial"]
    assert [group.subtotal.kind for group in bank.groups] == ["bank"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("on_from=2026-11-01&on_to=2026-11-30", 4), ("on_from=2026-10-01&on_to=2026-10-30", 0),
        ("on_from=2026-11-01&on_to=2026-11-30&kind=bill", 1), ("on_from=2026-11-01&on_to=&of=bank", 2),
        ("on_from=2026-11-01&on_to=&q=转错", 1), ("on_from=2026-11-01&on_to=&actor=没有这个人", 0),
    ],
)  # fmt: skip
def test_the_journal_is_narrowed(posted, browser, query, found):
    page = browser.get(f"{reverse('books:journal')}?{query}")
    assert len(page.context["list"].slice.rows) == found
    assert 'name="q"' in page.text


def test_the_journal_knows_the_entries_of_an_account(posted, browser, acting):
    with acting(system(None)):
        bank = Account.objects.get(kind="bank")
    page = browser.get(f"{reverse('books:journal')}?on_from=2026-11-01&on_to=2026-11-30&account={bank.pk}")
    assert len(page.context["list"].slice.rows) == 2


@pytest.mark.parametrize("name", ["trial", "trial_print", "journal"])
def test_pages_cost_at_most_twelve_statements(name, posted, browser, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert browser.get(reverse(f"books:{name}") + NOVEMBER).status_code == 200


def test_pages_of_one_thing_cost_at_most_twelve_statements(
    posted, browser, acting, django_assert_max_num_queries
):
    with acting(system(None)):
        pages = [
            ("account", Account.objects.get(kind="bank").pk), ("entry", Entry.objects.first().pk),
            ("charge", posted.pk),
        ]  # fmt: skip
    for name, pk in pages:
        with django_assert_max_num_queries(12):
            assert browser.get(reverse(f"books:{name}", args=[pk])).status_code == 200


def test_excel_says_the_same(posted, browser):
    answer = browser.get(reverse("books:trial_export") + NOVEMBER)
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[-1][1] == "合计" and rows[-1][4] == rows[-1][5] == 295.8


def test_others_see_none_of_it(posted, cast, client):
    client.force_login(cast.desk)
    assert client.get(reverse("books:trial")).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(reverse("books:charge", args=[posted.pk])).status_code in (403, 404)


def test_a_month_ends_on_its_last_day():
    assert month_end(date(2028, 2, 3)) == date(2028, 2, 29)
