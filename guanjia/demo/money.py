"""The money of the demo: a year of bills, how they were paid, the cashier's last days, deposits, what waits today."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from guanjia.demo import bills, chased, online, paid, readings
from guanjia.demo.company import World
from guanjia.directory.team import roles
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.work.cashier import actions
from guanjia.work.cashier.accounts import drawer
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.models import CashSession, DepositKind, Payment, Till
from guanjia.work.cashier.rules import DENOMINATIONS, Means
from guanjia.work.ledger.actions import account, close_books
from guanjia.work.ledger.models import Charge, Closing

DEPOSITS = (
    ("renovation", "装修押金（业主）", 1000), ("renovation_contractor", "装修押金（施工单位）", 3000),
    ("card", "门禁卡押金", 20), ("key", "钥匙押金", 50), ("pass", "施工人员出入证押金", 30),
    ("promotion", "商铺促销押金", 500),
)  # fmt: skip
DAYS_AT_THE_DESK = 12
STILL_OPEN = 40


def fill(world: World) -> None:
    """Both estates: meters, bills of twelve months, payments, shifts, deposits, something open for everybody."""
    first = (world.today.replace(day=1) - timedelta(days=330)).replace(day=1)
    with acting_as(system(world.company.pk)):
        tariffs = bills.set_prices(world.company, since=first, now=world.now - timedelta(days=340))
        for code, name, amount in DEPOSITS:
            DepositKind.objects.create(company=world.company, code=code, name=name, amount=amount)
    for estate in world.estates:
        with acting_as(system(world.company.pk)):
            readings.fill_meters(estate, 12, now=world.now)
        bills.bill_a_year(estate, tariffs, today=world.today)
        with acting_as(system(world.company.pk)):
            cashier = world.of(estate, roles.CASHIER)[0]
            paid.pay_the_past(estate, now=world.now - timedelta(days=DAYS_AT_THE_DESK), cashier=cashier)
            _close_the_past(world, estate)
            chased.chase(world, estate)
            _stand_at_the_desk(world, estate)
            chased.settle(world, estate)
    with acting_as(system(world.company.pk)):
        online.compare_statements(company_id=world.company.pk, now=world.now)


def _close_the_past(world: World, estate: Any) -> None:
    """Every month but the last two is closed."""
    month = world.today.replace(day=1)
    through = (month - timedelta(days=1)).replace(day=1) - timedelta(days=1)
    close_books(
        actor=system(world.company.pk), now=world.now, estate=estate, kind=Closing.Kind.MONTH, through=through
    )


def _stand_at_the_desk(world: World, estate: Any) -> None:
    """The last days in cash and by code, one shift a day, the last of them still running."""
    till = Till.objects.create(company=world.company, estate=estate, name="一号收银台")
    cashiers = world.of(estate, roles.CASHIER)
    colleagues = cashiers[1:] + world.of(estate, roles.DESK)
    owing = list(
        Charge.objects.open()
        .filter(estate=estate, unit__isnull=False, customer__isnull=False, due_on__lt=world.today)
        .order_by("-due_on", "unit__key")
        .select_related("unit__estate", "unit__building", "customer", "tariff__payee", "estate")[
            : (DAYS_AT_THE_DESK + 1) * 5 + STILL_OPEN
        ]
    )
    for ago in range(DAYS_AT_THE_DESK, -1, -1):
        today = world.today - timedelta(days=ago)
        cashier = cashiers[0]
        start = datetime.combine(today, time(8, 30), world.zone_info)
        if ago == 0:
            start = min(start, world.now - timedelta(hours=1))
        shift = actions.open_session(actor=cashier, now=start, till=till, float=Decimal(500))
        _queue(world, shift, [owing.pop() for _each in range(min(5, len(owing)))], start, cashier)
        if ago:
            _hand_over(shift, colleagues[ago % len(colleagues)], start + timedelta(hours=9), short=ago == 5)
    _leave_something_open(world, estate, shift, owing)


def _queue(world: World, shift: CashSession, owing: list[Charge], start: datetime, cashier: Any) -> None:
    for number, charge in enumerate(owing):
        means = (Means.CASH, Means.WECHAT, Means.CASH, Means.ALIPAY, Means.CARD)[number % 5]
        reference = "" if means == Means.CASH else f"{means[:2].upper()}{charge.pk:010}"
        actions.take_payment(
            actor=cashier, now=start + timedelta(minutes=7 * number + 5), estate=charge.estate,
            tenders=[Tendered(means, charge.outstanding, reference)], charges=[(charge, charge.outstanding)],
            customer=charge.customer, unit=charge.unit, session=shift,
        )  # fmt: skip


def _hand_over(shift: CashSession, to: Any, now: datetime, *, short: bool) -> None:
    """Counted to the jiao; once ten yuan are missing. Odd fen stay in the drawer's difference."""
    left, counts = account(shift.till.estate, *drawer(shift.till)).balance - (10 if short else 0), {}
    for note in DENOMINATIONS:
        counts[str(note)], left = int(left // note), left % note
    explanation = "少 10 元，疑找零有误" if short else "分币尾差" if left else ""
    actions.close_session(
        actor=shift.cashier, now=now, session=shift, counts=counts, to=to, explanation=explanation
    )
    actions.receive_handover(actor=to, now=now + timedelta(minutes=6), session=shift)


def _leave_something_open(world: World, estate: Any, shift: CashSession, owing: list[Charge]) -> None:
    """An advance, deposits in every state, a refund to approve, an invoice asked for, payments by phone."""
    cashier, now = shift.cashier, world.now
    us = {"actor": cashier, "estate": estate}
    people = [charge for charge in owing[-40:] if charge.customer]
    for number, charge in enumerate(people[:3]):
        actions.take_payment(
            **us, now=now - timedelta(minutes=40 - number), tenders=[Tendered(Means.WECHAT, Decimal(600), "预存")],
            prepay=Decimal(600), customer=charge.customer, unit=charge.unit, session=shift,
        )  # fmt: skip
    kinds = list(DepositKind.objects.filter(company=world.company).order_by("pk"))
    for number, charge in enumerate(people[3:11]):
        deposit = actions.ask_deposit(
            **us, now=now - timedelta(minutes=30), kind=kinds[number % len(kinds)], customer=charge.customer,
            unit=charge.unit,
        )  # fmt: skip
        if number < 2:
            continue
        actions.take_payment(
            **us, now=now - timedelta(minutes=29 - number), customer=charge.customer, unit=charge.unit,
            session=shift, tenders=[Tendered(Means.CARD, deposit.amount, f"POS{number:06}")], deposits=[deposit],
        )  # fmt: skip
        if number > 4:
            actions.let_go(actor=cashier, now=now, deposit=deposit, due_on=world.today)
    _undo_something(world, estate, cashier)
    yesterday, first = now - timedelta(days=1), [charge for charge in people[11:] if charge.outstanding]
    for number, charge in enumerate(first[:6]):
        online.pay_by_phone(
            estate=estate, charges=[charge], now=yesterday if number < 3 else now - timedelta(minutes=9),
            customer=charge.customer, unit=charge.unit, provider=("wechat", "alipay")[number % 2],
            short_by=100 if number == 1 else 0,
        )  # fmt: skip


def _undo_something(world: World, estate: Any, cashier: Any) -> None:
    recent = Payment.objects.filter(estate=estate, lines__kind="charge").order_by("-at").distinct()
    one, other, third = recent[:3]
    actions.void_payment(actor=cashier, now=world.now, payment=one, reason="收错房号")
    line = other.lines.first()
    actions.request_refund(
        actor=cashier, now=world.now, payment=other, parts={line: line.amount}, reason="重复缴费"
    )
    actions.request_invoice(actor=cashier, now=world.now, payment=third, title=third.payer)
