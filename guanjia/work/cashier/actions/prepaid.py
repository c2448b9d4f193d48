"""Money paid in advance."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.audit.words import written
from guanjia.kernel.errors import Refused
from guanjia.work.cashier.accounts import purse
from guanjia.work.cashier.actions.taking import Tendered, take_payment
from guanjia.work.cashier.models import Payment
from guanjia.work.cashier.rules import Means
from guanjia.work.ledger.actions import Move, account, post, sides_of
from guanjia.work.ledger.models import Charge, Entry
from guanjia.work.ledger.refusals import explained
from guanjia.work.ledger.rules import spread


def use_prepaid(
    *, actor: Actor, now: datetime, estate: Any, customer: Any = None, unit: Any = None, key: str = ""
) -> Payment | None:
    """Pay what is owed from the advance, oldest first, as far as it reaches; None when nothing is to pay."""
    balance = account(estate, *purse(customer=customer, unit=unit)).balance
    whose = {"customer": customer} if customer is not None else {"unit": unit}
    owed = Charge.objects.visible_to(actor).open().filter(estate=estate, **whose).oldest_first()
    parts = list(spread(balance, ((charge, charge.outstanding) for charge in owed)))
    if not parts:
        return None
    paid = sum((part for _charge, part in parts), Decimal(0))
    return take_payment(
        actor=actor,
        now=now,
        estate=estate,
        tenders=[Tendered(Means.PREPAID, paid)],
        charges=parts,
        customer=customer,
        unit=unit,
        channel=Payment.Channel.PREPAID,
        key=key,
    )


def to_prepaid(*, actor: Actor, now: datetime, charge: Charge, amount: Decimal, reason: str) -> Entry:
    """Open a paid charge again and keep the money as an advance of its payer, so that the charge can be corrected."""
    require(actor, "billing.correct")
    if not reason.strip() or amount <= 0:
        raise Refused(_("请填写大于零的金额和原因"), field="reason")
    with explained(), transaction.atomic():
        held = Charge.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
        charge = held.select_related("tariff__payee", "estate", "customer", "unit").get(pk=charge.pk)
        owed, _income = sides_of(charge.tariff, charge.kind)
        to = purse(customer=charge.customer, unit=charge.unit)
        text = written("转预存 %(charge)s：%(why)s") % {"charge": charge.text, "why": reason.strip()}
        moves = [Move(owed, to, amount, charge=charge)]
        return post(actor=actor, now=now, estate=charge.estate, kind="to_prepaid", text=text, moves=moves)
