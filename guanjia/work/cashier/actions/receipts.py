"""What a payment leaves behind: its number, its rows, and the news of it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from guanjia.engine.audit.words import written
from guanjia.engine.numbering.models import next_number
from guanjia.work.cashier.events import PaymentTaken
from guanjia.work.cashier.models import Payment, PaymentLine, Tender
from guanjia.work.cashier.rules import ZERO, Means
from guanjia.work.ledger.actions import today

if TYPE_CHECKING:
    from guanjia.work.cashier.actions.taking import Taking, Tendered, Use


def take_number(taking: "Taking") -> str:
    """Gapless per estate and year; all who take money there wait from here until this payment is committed."""
    year = f"{today(taking.estate, taking.now):%y}"
    number = next_number(
        company_id=taking.estate.company_id, estate_id=taking.estate.pk, kind="receipt", period=year
    )
    return f"SJ{year}-{number:06}"


def write_payment(
    taking: "Taking",
    tenders: Sequence["Tendered"],
    lines: Iterable[PaymentLine],
    *,
    number: str,
    entry: Any,
    points: int,
) -> Payment:
    """The receipt with its means of payment and its lines; `points` are those spent."""
    home = {"company_id": taking.estate.company_id, "estate_id": taking.estate.pk}
    payment = Payment.objects.create(
        **home,
        number=number,
        channel=taking.channel,
        session=taking.session,
        unit=taking.unit,
        customer=taking.customer,
        payer=taking.payer or str(taking.customer or taking.unit or ""),
        amount=sum((each.amount for each in tenders), ZERO),
        at=taking.now,
        on=entry.on,
        by_id=taking.actor.pk,
        by_name=taking.actor.name,
        note=taking.note,
        entry=entry,
    )
    Tender.objects.bulk_create(
        Tender(
            **home,
            payment=payment,
            means=each.means.value,
            amount=each.amount,
            given=each.given,
            reference=each.reference,
            points=points if each.means == Means.POINTS else 0,
        )
        for each in tenders
    )
    lines = list(lines)
    for line in lines:
        line.payment, line.company_id, line.estate_id = payment, home["company_id"], home["estate_id"]
    PaymentLine.objects.bulk_create(lines)
    return payment


def let_off(rounding: Decimal) -> list[PaymentLine]:
    """The line that says what was rounded off, if anything was."""
    return (
        [PaymentLine(kind=PaymentLine.Kind.ROUNDING, text=written("抹零"), amount=-rounding)]
        if rounding
        else []
    )


def taken(payment: Payment, uses: Iterable["Use"]) -> PaymentTaken:
    """The news that it was taken."""
    paid = [use.line for use in uses]
    things = [thing for line in paid for thing in (line.charge, line.deposit) if thing]
    return PaymentTaken(
        payment_id=payment.pk,
        company_id=payment.company_id,
        estate_id=payment.estate_id,
        charge_ids=tuple(line.charge_id for line in paid if line.charge_id),
        deposit_ids=tuple(line.deposit_id for line in paid if line.deposit_id),
        origins=tuple(thing.origin for thing in things if thing.origin),
        at=payment.at,
    )
