"""Doors. The accountant's books."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.work.books import actions as books
from guanjia.work.ledger import actions as ledger
from guanjia.work.ledger.models import Charge, Tariff
from guanjia.work.ledger.rules import Kind

DOORS = {
    "trial": Door("books.view"),
    "trial_print": Door("books.view"),
    "trial_export": Door("export.lists"),
    "journal": Door("books.view"),
    "entry": Door("books.view", "entry"),
    "account": Door("books.view", "account"),
    "charge": Door("books.view", "charge"),
    "closing": Door("books.view", methods=BOTH),
    "vouchers": Door("books.close", methods=BOTH),
    "voucher_file": Door("books.close", "export"),
    "codes": Door("books.close", methods=BOTH),
    "payees": Door("books.view"),
    "new_payee": Door("books.close", methods=BOTH),
    "payee": Door("books.view", "payee", BOTH),
    "edit_payee": Door("books.close", "payee", BOTH),
    "print_payee": Door("books.view", "payee"),
    "decide": Door("money.approve", "settlement", "POST"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """A month's fee of 王阿姨's home, and money from her that nobody has assigned yet."""
    with acting_as(system(cast.company.pk)):
        day = ledger.today(cast.estate, now)
        tariff = Tariff.objects.create(company=cast.company, code="wy", name="物业费")
        charge = Charge(
            tariff=tariff, unit=cast.unit, customer=cast.owner, text="物业费 十一月", amount=Decimal("98.60"),
            period_start=day, period_end=day, due_on=day, on=day,
        )  # fmt: skip
        us = {"actor": cast.accountant, "now": now, "estate": cast.estate}
        ledger.raise_charges(charges=[charge], kind="bill", text="王阿姨的物业费", **us)
        bank, waits = (ledger.account(cast.estate, kind) for kind in (Kind.BANK, Kind.SUSPENSE))
        moves = [ledger.Move(bank, waits, charge.amount)]
        entry = ledger.post(kind="payment", text="王阿姨转账,用途待查", moves=moves, **us)
    ours = {"charge": charge, "account": bank, "entry": entry}
    return ours | _for_others(cast, now, bank)


def _for_others(cast: Cast, now: datetime, bank: Any) -> dict[str, Any]:
    """Water money collected and asked for by its payee; last month closed and its vouchers exported."""
    us = {"actor": cast.accountant, "now": now}
    last = ledger.today(cast.estate, now).replace(day=1) - timedelta(days=1)
    with acting_as(cast.accountant):
        payee = books.save_payee(estate=cast.estate, name="自来水公司", **us)
        collected = ledger.account(cast.estate, Kind.COLLECTED, payee.pk, name=payee.name)
        move = ledger.Move(bank, collected, Decimal(30))
        ledger.post(estate=cast.estate, kind="payment", text="代收水费", moves=[move], on=last, **us)
        settlement = books.settle_payee(
            estate=cast.estate, payee=payee, through=last, amount=Decimal(20), **us
        )
        books.close_period(estate=cast.estate, kind="month", through=last, **us)
        export = books.export_vouchers(
            estate=cast.estate, since=last, until=last, layout="plain", grouping="day", form="text", **us
        )
        books.set_codes(company=cast.company, codes={("bank", ""): ("1002.01", "建行")}, **us)
    return {"payee": payee, "settlement": settlement, "export": export}
