"""A firm with a good licence, what the cashier needs, and a case brought as far as the test wants it."""

from datetime import date
from decimal import Decimal

import pytest

from guanjia.engine.access import system
from guanjia.registers.contractors.models import Contractor
from guanjia.work.cases import actions
from guanjia.work.cashier import actions as cashier
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.models import Deposit, DepositKind, Till
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.models import Charge, Tariff

WARNED = {"prohibited": ["bearing", "outer", "wet_area", "gas"]}
PICTURES = ("plan", "licence_copy", "worker_photos", "owner_signed", "contractor_signed")
APPROVED, TESTED = {"approved": True}, {"water_ok": True}
PERIOD = {"permit_from": "2026-11-20", "permit_until": "2026-12-20"}


@pytest.fixture
def firm(acting, cast) -> Contractor:
    with acting(system(cast.company.pk)):
        for code, name in (
            ("renovation", "业主押金"), ("renovation_contractor", "施工押金"), ("pass", "施工证押金"),
        ):  # fmt: skip
            DepositKind.objects.create(company=cast.company, code=code, name=name, amount=Decimal(30))
        Tariff.objects.create(
            company=cast.company, code="waste", name="装修垃圾清运费", kind=Tariff.Kind.ONE_OFF
        )
        return Contractor.objects.create(
            company=cast.company, estate=cast.estate, name="好家装饰", kind="renovation", licence="L1",
            licence_until=date(2027, 6, 30), contact="孙经理", phone="13900000003",
        )  # fmt: skip


@pytest.fixture
def apply(register, firm, now):
    def apply(**more):
        said = {
            "contractor": firm.pk, "foreman": "孙工 13900000004", "items": ["wet", "pipes"], "start_on": "2026-11-20",
            "end_on": "2026-12-20", "workers": "张三\n李四\n", **more,
        }  # fmt: skip
        return register("renovation", now, answers=said, words="厨卫翻新")

    return apply


@pytest.fixture
def do(cast, acting, signed, now):
    """`do(case, person, "step", {answers}, "field with a picture", …)`."""

    def do(case, person, step, answers, *pictures, when=now):
        with acting(person):
            return actions.complete_step(
                actor=person, now=when, case=case, step=step, answers=answers,
                uploads=[(name, signed()) for name in pictures],
            )  # fmt: skip

    return do


@pytest.fixture
def filed(cast, apply, do):
    def filed(**more):
        return do(apply(**more), cast.desk, "file", WARNED, *PICTURES)

    return filed


@pytest.fixture
def tested(cast, do):
    def tested(case, answers=TESTED):
        return do(case, cast.technician, "tests", answers, "tests_owner", "tests_engineer")

    return tested


@pytest.fixture
def pay(cast, acting, now):
    """Everything the case asked for, in cash at the counter."""

    def pay(case):
        with acting(cast.cashier):
            till = Till.objects.create(company=cast.company, estate=cast.estate, name="一号台")
            shift = cashier.open_session(actor=cast.cashier, now=now, till=till, float=Decimal(500))
            deposits = list(Deposit.objects.filter(origin=f"case:{case.pk}"))
            charges = list(Charge.objects.filter(origin=f"case:{case.pk}"))
            owed = sum(one.amount for one in (*deposits, *charges))
            cashier.take_payment(
                actor=cast.cashier, now=now, estate=cast.estate, tenders=[Tendered(Means.TRANSFER, owed)],
                charges=[(one, one.amount) for one in charges], deposits=deposits, customer=cast.owner,
                unit=cast.unit, session=shift,
            )  # fmt: skip
        return owed

    return pay


@pytest.fixture
def permitted(cast, filed, tested, do, pay):
    """Works that may go on."""

    def permitted():
        case = tested(do(filed(), cast.manager, "decide", APPROVED))
        case = do(case, cast.desk, "collect", {})
        pay(case)
        return do(case, cast.supervisor, "permit", PERIOD)

    return permitted
