"""Doors. The cashier's desk: shifts, receipts, refunds, invoices, deposits."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.testing.uploads import picture
from guanjia.work.cashier import actions as cashier
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger import actions as ledger
from guanjia.work.ledger.models import Charge, Tariff

DOORS = {
    "desk": Door("cash.take"),
    "find": Door("cash.take", query="q=3-2-1501"),
    "customer": Door("cash.take", "customer", BOTH),
    "unit": Door("cash.take", "unit", BOTH),
    "ask_deposit": Door("cash.take", "customer", BOTH),
    "ask_deposit_unit": Door("cash.take", "unit", BOTH),
    "shifts": Door("money.view"),
    "open_shift": Door("cash.shift", methods=BOTH),
    "shift": Door("money.view", "cash_session"),
    "close_shift": Door("money.view", "cash_session", BOTH),
    "receive_shift": Door("money.view", "cash_session", "POST"),
    "shift_paper": Door("money.view", "cash_session"),
    "bank": Door("cash.shift", methods=BOTH),
    "receipts": Door("money.view"),
    "receipt": Door("money.view", "payment"),
    "print": Door("money.view", "payment", "POST"),
    "receipt_paper": Door("money.view", "payment"),
    "void": Door("cash.take", "payment", BOTH),
    "request_refund": Door("cash.take", "payment", BOTH),
    "request_invoice": Door("cash.take", "payment", BOTH),
    "refunds": Door("money.view"),
    "refund": Door("money.view", "refund"),
    "approve_refund": Door("money.approve", "refund", "POST"),
    "refuse_refund": Door("money.approve", "refund", BOTH),
    "pay_refund": Door("cash.take", "refund", "POST"),
    "invoices": Door("money.view"),
    "export_invoices": Door("export.lists", methods="POST"),
    "invoice": Door("cash.take", "invoice", BOTH),
    "cancel_invoice": Door("cash.take", "invoice", "POST"),
    "deposits": Door("money.view"),
    "deposit": Door("money.view", "deposit"),
    "let_go": Door("money.view", "deposit", BOTH),
    "keep": Door("money.view", "deposit", BOTH),
    "give_back": Door("cash.take", "deposit", BOTH),
    "drop_deposit": Door("money.view", "deposit", "POST"),
    "decide_keeping": Door("money.approve", "keeping", "POST"),
    "evidence": Door("money.view", "keeping"),
    "settings": Door("cash.supervise"),
    "new_till": Door("cash.supervise", methods=BOTH),
    "retire_till": Door("cash.supervise", "till", "POST"),
    "new_kind": Door("money.approve", methods=BOTH),
    "kind": Door("money.approve", "deposit_kind", BOTH),
    "retire_kind": Door("money.approve", "deposit_kind", "POST"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """小周's running shift: a fee and a deposit taken, a refund and a keeping that wait, an invoice asked for."""
    here = {"now": now, "estate": cast.estate}
    with acting_as(system(cast.company.pk)):
        tariff = Tariff.objects.create(company=cast.company, code="tc", name="停车费")
        day = ledger.today(cast.estate, now)
        fee = Charge(
            tariff=tariff, unit=cast.unit, customer=cast.owner, text="停车费 十一月", amount=Decimal(150),
            period_start=day, period_end=day, due_on=day, on=day,
        )  # fmt: skip
        ledger.raise_charges(actor=cast.accountant, charges=[fee], kind="bill", text="停车费", **here)
    with acting_as(cast.manager):
        till = cashier.create_till(actor=cast.manager, name="一号台", **here)
        kind = cashier.save_deposit_kind(
            actor=cast.manager, code="renovation", name="装修押金", amount=Decimal(1000), **here
        )
    with acting_as(cast.cashier):
        us = {"actor": cast.cashier, "now": now}
        session = cashier.open_session(till=till, float=Decimal(500), **us)
        whose = {"customer": cast.owner, "unit": cast.unit}
        deposit = cashier.ask_deposit(actor=cast.cashier, kind=kind, **whose, **here)
        payment = cashier.take_payment(
            actor=cast.cashier, tenders=[cashier.Tendered(Means.CASH, Decimal(1150))], session=session,
            charges=[(fee, fee.amount)], deposits=[deposit], **whose, **here,
        )  # fmt: skip
        line = payment.lines.get(charge=fee)
        return {
            "till": till, "deposit_kind": kind, "cash_session": session, "payment": payment, "deposit": deposit,
            "refund": cashier.request_refund(payment=payment, parts={line: Decimal(10)}, reason="多收", **us),
            "invoice": cashier.request_invoice(payment=payment, title="王阿姨", **us),
            "keeping": cashier.keep_deposit(
                deposit=deposit, amount=Decimal(100), reason="墙面损坏", evidence=picture(), **us
            ),
        }  # fmt: skip
