"""Void in the shift, refund after it, deposits held and given back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.testing import calendar
from guanjia.work.cashier import actions
from guanjia.work.cashier.actions import Tendered
from guanjia.work.cashier.models import Deposit
from guanjia.work.cashier.queries import session_report
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.models import Account
from guanjia.work.ledger.rules import Kind

NOW = calendar.at("周三 10:00")
FLOAT = {"100": 4, "50": 2}


def end(cast, shift, counts, explanation=""):
    return actions.close_session(
        actor=cast.cashier, now=NOW, session=shift, counts=counts, to=cast.second_cashier,
        explanation=explanation,
    )  # fmt: skip


def refund(cast, payment, amount, shift=None, approver=None):
    line = payment.lines.get(amount__gt=0)
    asked = actions.request_refund(
        actor=cast.cashier, now=NOW, payment=payment, parts={line: Decimal(amount)}, reason="多收"
    )
    actions.approve_refund(actor=approver or cast.manager, now=NOW, refund=asked)
    return actions.pay_refund(actor=cast.cashier, now=NOW, refund=asked, session=shift)


def test_a_void_receipt_keeps_its_number_and_opens_the_bill(cast, take, bill, shift):
    charge = bill("100.00")
    payment = take([Tendered(Means.CASH, Decimal(100))], charges=[(charge, Decimal(100))])
    actions.void_payment(actor=cast.cashier, now=NOW, payment=payment, reason="收错户")
    charge.refresh_from_db()
    assert charge.settled == 0
    again = take([Tendered(Means.CASH, Decimal(100))], charges=[(charge, Decimal(100))])
    assert again.number == "SJ26-000002"
    with pytest.raises(Stale):
        actions.void_payment(actor=cast.cashier, now=NOW, payment=payment, reason="再来")


def test_after_the_shift_it_is_a_refund(cast, take, bill, shift):
    payment = take([Tendered(Means.CARD, Decimal(100), "K1")], charges=[(bill("100.00"), Decimal(100))])
    end(cast, shift, FLOAT)
    with pytest.raises(Refused, match="退款"):
        actions.void_payment(actor=cast.cashier, now=NOW, payment=payment, reason="收错户")


def test_a_refund_goes_back_the_way_it_came_and_the_owner_is_chargeable_again(cast, take, bill, shift, till):
    charge = bill("100.00")
    payment = take(
        [Tendered(Means.WECHAT, Decimal(70), "W1"), Tendered(Means.CASH, Decimal(30))],
        charges=[(charge, Decimal(100))],
    )
    refund(cast, payment, 80, shift)
    back = dict(payment.tenders.values_list("means", "refunded"))
    assert back == {"wechat": Decimal(70), "cash": Decimal(10)}
    charge.refresh_from_db()
    assert charge.outstanding == Decimal(80)
    take([Tendered(Means.CASH, Decimal(80))], charges=[(charge, Decimal(80))])


def test_nobody_approves_his_own_refund_and_none_is_paid_twice(cast, take, bill, shift):
    payment = take([Tendered(Means.CASH, Decimal(100))], charges=[(bill("100.00"), Decimal(100))])
    line = payment.lines.get()
    asked = actions.request_refund(
        actor=cast.cashier, now=NOW, payment=payment, parts={line: Decimal(100)}, reason="多收"
    )
    with pytest.raises(Forbidden):
        actions.approve_refund(actor=cast.cashier, now=NOW, refund=asked)
    with pytest.raises(Stale):
        actions.pay_refund(actor=cast.cashier, now=NOW, refund=asked, session=shift)
    actions.approve_refund(actor=cast.manager, now=NOW, refund=asked)
    actions.pay_refund(actor=cast.cashier, now=NOW, refund=asked, session=shift)
    with pytest.raises(Stale):
        actions.pay_refund(actor=cast.cashier, now=NOW, refund=asked, session=shift)
    with pytest.raises(Refused):
        refund(cast, payment, 1, shift)


def test_a_receipt_with_a_refund_under_way_is_not_voided_so_that_nothing_goes_back_twice(
    cast, take, bill, shift
):
    charge = bill("100.00")
    payment = take([Tendered(Means.CASH, Decimal(100))], charges=[(charge, Decimal(100))])
    asked = actions.request_refund(
        actor=cast.cashier, now=NOW, payment=payment, parts={payment.lines.get(): Decimal(100)}, reason="多收"
    )
    actions.approve_refund(actor=cast.manager, now=NOW, refund=asked)
    with pytest.raises(Refused, match="退款单未办完"):
        actions.void_payment(actor=cast.cashier, now=NOW, payment=payment, reason="收错户")
    actions.pay_refund(actor=cast.cashier, now=NOW, refund=asked, session=shift)
    charge.refresh_from_db()
    assert charge.outstanding == Decimal(100)


def test_an_invoice_is_for_what_is_left_of_its_receipt(cast, take, bill, shift):
    us = {"actor": cast.cashier, "now": NOW}
    payment = take([Tendered(Means.CASH, Decimal(100))], charges=[(bill("100.00"), Decimal(100))])
    request = actions.request_invoice(**us, payment=payment, title="王阿姨")
    with pytest.raises(Refused, match="已申请过"):
        actions.request_invoice(**us, payment=payment, title="王阿姨")
    actions.cancel_invoice(**us, request=request)
    request = actions.request_invoice(**us, payment=payment, title="某某公司", tax_number="9133")
    assert (request.title, request.cancelled_at, request.amount) == ("某某公司", None, Decimal(100))
    refund(cast, payment, "30", shift)
    request.refresh_from_db()
    assert request.amount == Decimal(70)
    again = take([Tendered(Means.CASH, Decimal(10))], charges=[(bill("10.00"), Decimal(10))])
    request = actions.request_invoice(**us, payment=again, title="王阿姨")
    actions.void_payment(**us, payment=again, reason="收错户")
    request.refresh_from_db()
    assert request.cancelled_at == NOW
    with pytest.raises(Refused, match="不能开票"):
        actions.request_invoice(**us, payment=again, title="王阿姨")


def test_what_was_rounded_off_is_not_given_back(cast, take, bill, shift):
    charge = bill("100.37")
    payment = take(
        [Tendered(Means.CASH, Decimal(100))], charges=[(charge, Decimal("100.37"))],
        rounding=Decimal("0.37"),
    )  # fmt: skip
    paid = refund(cast, payment, "100.37", shift)
    charge.refresh_from_db()
    assert (paid.amount, charge.settled) == (Decimal(100), 0)


def test_a_refunded_points_tender_gives_points_back(cast, take, bill, rule, shift):
    rule("cashier.yuan_per_point", 0)
    actions.give_points(
        actor=cast.supervisor, now=NOW, estate=cast.estate, customer=cast.owner, points=1000, text="生日"
    )
    payment = take(
        [Tendered(Means.POINTS, Decimal(10)), Tendered(Means.CARD, Decimal(90), "K")],
        charges=[(bill("100.00"), Decimal(100))],
    )
    refund(cast, payment, 100, shift)
    assert Account.objects.get(kind="points").balance == 1000
    again = take([Tendered(Means.POINTS, Decimal(1)), Tendered(Means.CARD, Decimal(9), "K")],
                 charges=[(bill("10.00"), Decimal(10))])  # fmt: skip
    actions.void_payment(actor=cast.cashier, now=NOW, payment=again, reason="错")
    assert Account.objects.get(kind="points").balance == 1000


def test_the_shift_closes_to_the_cent_and_is_signed_for(cast, take, bill, shift, till):
    take([Tendered(Means.CASH, Decimal("100.50"))], charges=[(bill("100.50"), Decimal("100.50"))])
    with pytest.raises(Refused, match="请说明原因"):
        end(cast, shift, FLOAT)
    closed = end(cast, shift, {**FLOAT, "100": 5, "0.5": 1})
    assert closed.difference == 0
    assert Account.objects.get(kind=Kind.CASH, ref=str(till.pk)).balance == 0
    assert Account.objects.get(kind=Kind.CASH, ref="safe").balance == Decimal("100.50")
    with pytest.raises(Forbidden):
        actions.receive_handover(actor=cast.cashier, now=NOW, session=closed)
    actions.receive_handover(actor=cast.second_cashier, now=NOW, session=closed)
    report = session_report(closed)
    assert (report.total, report.first, report.receipts) == (Decimal("100.50"), "SJ26-000001", 1)
    actions.bank_takings(actor=cast.cashier, now=NOW, till=till, amount=Decimal("100.50"), reference="回单 1")
    assert Account.objects.get(kind=Kind.CASH, ref="safe").balance == 0


def test_a_shortage_is_booked_with_its_explanation(cast, shift):
    closed = end(cast, shift, {"100": 4, "50": 1}, "少 50 元，原因待查")
    assert closed.difference == Decimal(-50)
    with pytest.raises(Stale):
        end(cast, closed, FLOAT)


def test_one_shift_per_till_and_person(cast, shift, till):
    for actor in (cast.cashier, cast.second_cashier):
        with pytest.raises(Refused, match="未交班"):
            actions.open_session(actor=actor, now=NOW, till=till, float=Decimal(500))


@pytest.fixture
def photo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return SimpleUploadedFile("地砖.png", b"\x89PNG\r\n\x1a\nrest", "image/png")


@pytest.fixture
def deposit(cast, take, renovation) -> Deposit:
    asked = actions.ask_deposit(
        actor=cast.desk, now=NOW, estate=cast.estate, kind=renovation, unit=cast.unit, customer=cast.owner
    )
    take([Tendered(Means.CASH, Decimal(1000))], deposits=[asked])
    asked.refresh_from_db()
    return asked


def test_a_deposit_is_held_let_go_and_given_back(cast, deposit, shift):
    def give(amount):
        return actions.return_deposit(
            actor=cast.cashier, now=NOW, deposit=deposit, amount=Decimal(amount), means=Means.CASH,
            receiver="王阿姨", session=shift,
        )  # fmt: skip

    assert deposit.held == Decimal(1000)
    with pytest.raises(Refused, match="还没到退还时间"):
        give(1000)
    actions.let_go(actor=cast.desk, now=NOW, deposit=deposit, due_on=NOW.date())
    with pytest.raises(Refused, match="不超过在押"):
        give("1000.01")
    give(1000)
    deposit.refresh_from_db()
    assert deposit.returned_at and deposit.held == 0
    with pytest.raises(Stale):
        give(1)


def test_a_deposit_is_partly_kept_with_evidence_and_anothers_word(cast, deposit, shift, photo):
    def keep(amount, evidence):
        return actions.keep_deposit(
            actor=cast.desk, now=NOW, deposit=deposit, amount=Decimal(amount), reason="砸坏地砖",
            evidence=evidence,
        )  # fmt: skip

    with pytest.raises(Refused, match="附照片"):
        keep(300, None)
    act = keep(300, photo)
    with pytest.raises(Forbidden):
        actions.approve_keeping(actor=cast.desk, now=NOW, act=act)
    actions.let_go(actor=cast.desk, now=NOW, deposit=deposit, due_on=NOW.date())
    with pytest.raises(Refused, match="未审批"):
        actions.return_deposit(
            actor=cast.cashier, now=NOW, deposit=deposit, amount=Decimal(700), means=Means.TRANSFER,
            receiver="王阿姨",
        )  # fmt: skip
    actions.approve_keeping(actor=cast.manager, now=NOW + timedelta(minutes=1), act=act)
    deposit.refresh_from_db()
    assert deposit.held == Decimal(700)
