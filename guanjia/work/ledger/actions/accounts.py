"""Which account it is."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.work.ledger.models import Account, Charge, Tariff
from guanjia.work.ledger.rules import CHART, Kind


def today(estate: Any, now: datetime) -> date:
    """The day it is at the estate."""
    return now.astimezone(ZoneInfo(estate.time_zone)).date()


def account(estate: Any, kind: Kind, ref: object = "", *, name: str = "") -> Account:
    """The estate's account of this kind (and drawer, tariff, payee, customer …); made when it is first asked for."""
    line = CHART[kind]
    made, _new = Account.objects.get_or_create(
        company_id=estate.company_id,
        estate_id=estate.pk,
        kind=kind.value,
        ref=str(ref),
        defaults={
            "name": f"{line.name}-{name}" if name else line.name,
            "side": line.side,
            "currency": line.currency,
            "guarded": line.guarded,
        },
    )
    return made


def sides(estate: Any, tariff: Tariff, kind: str = Charge.Kind.REGULAR) -> tuple[Account, Account]:
    """(account that is owed, account that earns) of a fee: own revenue, or kept apart for its payee."""
    if tariff.payee_id:
        name = tariff.payee.name
        return (
            account(estate, Kind.RECEIVABLE_FOR, tariff.payee_id, name=name),
            account(estate, Kind.COLLECTED, tariff.payee_id, name=name),
        )
    owed = account(estate, Kind.RECEIVABLE)
    match kind:
        case Charge.Kind.LATE:
            return owed, account(estate, Kind.LATE_FEE)
        case Charge.Kind.OPENING:
            return owed, account(estate, Kind.OPENING)
    return owed, account(estate, Kind.REVENUE, tariff.pk, name=tariff.name)
