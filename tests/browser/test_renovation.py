"""A kitchen is done up: from the application at the desk to the firm's deposit three months after acceptance.

Every step is done on its page by the person whose it is; the money is taken by the cashier's action, as `test_browser`
of the counter shows that screen.
"""

import re
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal

import pytest
from filling import PICTURE, fill

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.registers.contractors.models import Contractor
from guanjia.registers.passes.models import WorkerPass
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case
from guanjia.work.cashier import actions as cashier
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.models import Deposit, DepositKind, Till
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.models import Charge, Tariff

pytestmark = pytest.mark.browser

FINE = {"permit_shown": True, "workers_ok": True, "fire_ok": True, "noise_ok": True, "waste_ok": True}


@pytest.fixture
def firm(house) -> Contractor:
    with acting_as(system(house.company.pk)):
        for code in ("renovation", "renovation_contractor", "pass"):
            DepositKind.objects.create(company=house.company, code=code, name=code, amount=Decimal(30))
        Tariff.objects.create(company=house.company, code="waste", name="清运费", kind=Tariff.Kind.ONE_OFF)
        return Contractor.objects.create(
            company=house.company, estate=house.estate, name="好家装饰", kind="renovation", licence="L1",
            licence_until=date(2037, 6, 30), contact="孙经理", phone="13900000003",
        )  # fmt: skip


@pytest.fixture
def do(window, house):
    """`do(case, "desk", "file", {…})`: that person completes the step on its page; the open steps afterwards."""
    desks = {}

    def do(case: Case, login: str, step: str, values: dict[str, object]) -> list[str]:
        if (key := (login, time.now().date())) not in desks:  # who was signed in months ago signs in again
            desks[key] = window(login)
        page = desks[key]
        page.goto(f"/cases/{case.pk}/steps/{step}/")
        fill(page, values)
        page.get_by_role("button", name="确定").click()
        page.wait_for_selector("#record")
        with acting_as(system(None)):
            rows = case.steps.filter(done_at=None, cancelled_at=None)
            return sorted(rows.values_list("code", flat=True))

    return do


def pay(house, case: Case) -> None:
    with acting_as(house.cashier):
        till = Till.objects.create(company=house.company, estate=house.estate, name="一号台")
        shift = cashier.open_session(actor=house.cashier, now=time.now(), till=till, float=Decimal(500))
        deposits = list(Deposit.objects.filter(origin=f"case:{case.pk}"))
        charges = list(Charge.objects.filter(origin=f"case:{case.pk}"))
        owed = sum((one.amount for one in (*deposits, *charges)), Decimal())
        cashier.take_payment(
            actor=house.cashier, now=time.now(), estate=house.estate, tenders=[Tendered(Means.TRANSFER, owed)],
            charges=[(one, one.amount) for one in charges], deposits=deposits, customer=house.owner,
            unit=house.unit, session=shift,
        )  # fmt: skip


def test_a_renovation_from_application_to_refund(house, firm, window, do, shoot):
    today = time.now().date()
    desk = window("desk", at="/?procedure=renovation")
    desk.locator("#pick").press_sequentially("0001")
    desk.wait_for_selector("#pick-results [aria-selected=true]")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".caller-card")
    fill(desk, {"words": "厨卫翻新"})
    fill(desk, {
        "contractor": str(firm.pk), "foreman": "孙工 13900000004", "items": ["wet", "pipes"], "workers": "张三\n李四",
        "start_on": str(today), "end_on": str(today + timedelta(days=30)),
    }, "intake-")  # fmt: skip
    shoot(desk, "renovation-application")
    desk.keyboard.press("Control+Enter")
    desk.get_by_text(re.compile(r"XK\d{6}-\d{4}")).first.wait_for()
    with acting_as(system(None)):
        case = Case.objects.get(procedure="renovation")
    assert do(case, "desk", "file", {
        "plan": PICTURE, "licence_copy": PICTURE, "worker_photos": PICTURE, "owner_signed": PICTURE,
        "contractor_signed": PICTURE, "prohibited": ["bearing", "outer", "wet_area", "gas"],
    }) == ["decide", "tests"]  # fmt: skip
    assert do(case, "manager", "decide", {"approved": True}) == ["tests"]
    tested = {"water_ok": True, "tests_owner": PICTURE, "tests_engineer": PICTURE}
    assert do(case, "technician", "tests", tested) == ["collect"]
    assert do(case, "desk", "collect", {}) == ["paying"]
    pay(house, case)
    until = {"permit_from": str(today), "permit_until": str(today + timedelta(days=30))}
    assert do(case, "supervisor", "permit", until) == ["round"]

    guard = window("guard", at="/gate/")
    with acting_as(system(None)):
        passed = WorkerPass.objects.order_by("number").first().number
    guard.goto(f"/gate/?q={passed}")
    guard.get_by_text("张三").first.wait_for()
    shoot(guard, "gate-pass")

    assert do(case, "technician", "round", {**FINE, "found": "done"}) == ["accept"]
    accepted = {"accepted": True, "passes_back": True, "accept_note": "合格", "accept_signed": PICTURE}
    assert do(case, "supervisor", "accept", accepted) == ["wait"]
    with ExitStack() as later:
        later.enter_context(time.shifted(timedelta(days=95)))
        actions.wake_steps(now=time.now())
        assert (
            do(case, "supervisor", "second_check", {"sound": True, "to_keep": False, "sound_note": "完好"})
            == []
        )
        with acting_as(system(None)):
            case.refresh_from_db()
            held = Deposit.objects.get(origin=f"case:{case.pk}", kind__code="renovation_contractor")
        assert case.state == Case.State.CLOSED and held.due_on is not None
        cash = window("cashier", at="/cashier/deposits/")
        cash.get_by_text("好家装饰").first.wait_for()
        shoot(cash, "renovation-deposit-due")
