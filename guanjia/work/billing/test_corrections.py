"""Bills taken back and charged again; single charges; late fees fixed and forgiven."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guanjia.kernel.errors import Forbidden, Refused
from guanjia.testing import calendar
from guanjia.work.billing import actions
from guanjia.work.billing.late import late_fee_as_of, late_fees_as_of
from guanjia.work.billing.models import LateWaiver
from guanjia.work.ledger.actions import Move, account, post, reverse, sides
from guanjia.work.ledger.models import Account, Charge, Tariff
from guanjia.work.ledger.rules import Kind

pytestmark = pytest.mark.usefixtures("as_system")


def us(office, who="accountant", now=None):
    return {"actor": getattr(office.cast, who), "now": now or office.now}


def pay(office, charge, amount, on=None):
    owed, _income = sides(charge.estate, charge.tariff, charge.kind)
    return post(
        **us(office), estate=charge.estate, kind="payment", text="收款", on=on,
        moves=[Move(account(charge.estate, Kind.BANK), owed, Decimal(amount), charge=charge)],
    )  # fmt: skip


@pytest.fixture
def bill(office) -> Charge:
    (charge,) = office.bill(office.fee())
    return charge


def test_a_refunded_owner_is_chargeable_again(office, bill):
    """Field failure: paid, refunded, withdrawn – and then never billed again."""
    entry = pay(office, bill, "276.08")
    reverse(**us(office), entry=entry, text="退款")
    actions.credit_charge(**us(office), charge=bill, reason="面积登记错了")
    bill.refresh_from_db()
    assert bill.outstanding == 0
    bill.unit.area = Decimal("96.00")
    bill.unit.save()
    (again,) = office.bill(bill.tariff)
    assert (again.replaces, again.amount, again.period_start) == (bill, Decimal("268.80"), bill.period_start)
    assert list(office.reasons(office.draft(bill.tariff)).values()) == ["billed"]
    actions.credit_charge(**us(office), charge=again, reason="又错了")
    (third,) = office.bill(bill.tariff)
    assert third.replaces == again


def test_what_was_paid_goes_to_the_prepaid_balance(office, bill):
    pay(office, bill, "200.00")
    actions.credit_charge(**us(office), charge=bill, reason="重复")
    bill.refresh_from_db()
    assert bill.outstanding == 0
    assert Account.objects.get(kind="prepaid", ref=str(bill.customer_id)).balance == 200


def test_a_credit_note_in_part(office, bill):
    note = actions.credit_charge(**us(office), charge=bill, amount=Decimal("76.08"), reason="优惠", key="k1")
    assert (
        actions.credit_charge(**us(office), charge=bill, amount=Decimal("76.08"), reason="优惠", key="k1")
        == note
    )
    bill.refresh_from_db()
    assert (bill.outstanding, note.withdraws) == (200, False)
    for amount in (Decimal(0), Decimal(-1), Decimal("200.01")):
        with pytest.raises(Refused):
            actions.credit_charge(**us(office), charge=bill, amount=amount, reason="x")
    with pytest.raises(Refused, match="原因"):
        actions.credit_charge(**us(office), charge=bill, reason=" ")
    with pytest.raises(Forbidden):
        actions.credit_charge(**us(office, "manager"), charge=bill, reason="x")


def test_a_bill_is_replaced(office, bill):
    new = actions.replace_charge(**us(office), charge=bill, amount=Decimal("250.00"), reason="单价协议")
    bill.refresh_from_db()
    assert (bill.outstanding, new.replaces, new.outstanding) == (0, bill, 250)
    assert new.basis["unit"] == "3栋2单元1501"
    with pytest.raises(Refused):
        actions.replace_charge(**us(office), charge=bill, amount=Decimal("250.00"), reason="再来")


def test_a_single_charge_of_a_case(office, cast):
    repair = Tariff.objects.create(company=cast.company, code="wx", name="维修费", kind="one_off")
    ask = {"estate": cast.estate, "tariff": repair, "text": "换角阀", "unit": cast.unit, "origin": "case:17"}
    one = actions.charge_once(**us(office, "technician"), amount=Decimal("35.00"), key="17", **ask)
    assert actions.charge_once(**us(office, "technician"), amount=Decimal("35.00"), key="17", **ask) == one
    assert (one.customer, one.kind, one.origin) == (cast.owner, "one_off", "case:17")
    assert Charge.objects.count() == 1
    for wrong in ({"amount": Decimal(0)}, {"amount": Decimal("-3")}, {"amount": Decimal("1.005")}):
        with pytest.raises(Refused):
            actions.charge_once(**us(office), **ask, **wrong)
    with pytest.raises(Refused, match="没有这个房号"):
        actions.charge_once(**us(office), amount=Decimal(1), **{**ask, "estate": cast.other_estate})
    with pytest.raises(Forbidden):
        actions.charge_once(**us(office, "technician"), amount=Decimal(1), **{**ask, "origin": ""})


def test_nothing_is_overdue_before_it_is_due(office, bill):
    """Field failure: "overdue" sent before due. Half past eleven at night here is still the last day."""
    fee = office.fee("d", "限期", due_day=18)
    office.now = calendar.at("2026-11-18 23:30")
    (charge,) = office.bill(fee)
    assert charge.due_on == date(2026, 11, 18)
    assert not Charge.objects.filter(pk=charge.pk).overdue(date(2026, 11, 18)).exists()
    assert Charge.objects.filter(pk=charge.pk).overdue(date(2026, 11, 19)).exists()
    assert late_fee_as_of(charge, charge.due_on, now=office.now).due == 0


def test_late_fee_of_days_paid_in_parts_is_fixed_once(office, bill):
    due = bill.due_on
    assert late_fee_as_of(bill, due + timedelta(days=30), now=office.now).due == 0, "within the grace"
    pay(office, bill, "76.08", on=due + timedelta(days=40))
    day = due + timedelta(days=60)
    expected = (Decimal("276.08") * 40 + Decimal(200) * 20) * 5 / 10000
    fee = late_fees_as_of([bill], day, now=office.now)[bill.pk]
    assert fee.due == expected.quantize(Decimal("0.01"))
    (late,) = actions.fix_late_fees(**us(office), charges=[bill], on=day)
    assert (late.amount, late.late_of, late.kind) == (fee.due, bill, "late")
    assert actions.fix_late_fees(**us(office), charges=[bill], on=day) == []
    assert late_fee_as_of(bill, day + timedelta(days=10), now=office.now).due == Decimal("1.00")
    assert late_fee_as_of(late, day + timedelta(days=90), now=office.now).due == 0, "no fee on a fee"


def test_a_wrong_bill_never_bore_a_late_fee(office, bill):
    actions.credit_charge(**us(office), charge=bill, amount=Decimal("176.08"), reason="面积")
    day = bill.due_on + timedelta(days=100)
    assert late_fee_as_of(bill, day, now=office.now).due == Decimal("5.00")


def test_forgiven_within_limits_or_by_another(office, cast, bill):
    later = office.now + timedelta(days=900)
    ask = {"charge": bill, "reason": "长期住院"}
    (late,) = actions.fix_late_fees(**us(office, now=later), charges=[bill])
    small = actions.waive_late_fee(**us(office, "cashier", later), amount=Decimal("20.00"), **ask)
    assert small.state == "approved"
    late.refresh_from_db()
    assert late.settled == 20
    large = actions.waive_late_fee(**us(office, "cashier", later), amount=Decimal("50.00"), **ask)
    assert large.state == "asked"
    with pytest.raises(Refused, match="等审批"):
        actions.waive_late_fee(**us(office, "cashier", later), amount=Decimal(1), **ask)
    with pytest.raises(Forbidden):
        actions.decide_waiver(**us(office, "supervisor", later), waiver=large, approve=True)
    actions.decide_waiver(**us(office, "manager", later), waiver=large, approve=True)
    assert LateWaiver.objects.get(pk=large.pk).decided_by == cast.manager
    late.refresh_from_db()
    assert late.settled == 70
    with pytest.raises(Refused, match="还欠"):
        actions.waive_late_fee(**us(office, "manager", later), amount=Decimal(1000), **ask)
