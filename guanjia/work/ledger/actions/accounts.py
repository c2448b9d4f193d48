"""Which account it is."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from guanjia.work.ledger.models import Account, Charge, Tariff
from guanjia.work.ledger.rules import CHART, Kind

# Written out: every posting asks it, and composing it took Django longer than the rest.
_BY_REF = "SELECT * FROM ledger_account WHERE estate_id = %s AND kind = ANY(%s) AND ref = ANY(%s)"


class Ref(NamedTuple):
    """An account of an estate that was not looked up yet: its kind, which one of it (drawer, tariff, payee,
    customer …), and the name it gets if it is new.
    """

    kind: Kind
    ref: str = ""
    name: str = ""


def today(estate: Any, now: datetime) -> date:
    """The day it is at the estate."""
    return now.astimezone(ZoneInfo(estate.time_zone)).date()


def account(estate: Any, kind: Kind, ref: object = "", name: str = "") -> Account:
    """The estate's account of this kind (and drawer, tariff, payee, customer …); made when it is first asked for."""
    wanted = Ref(kind, str(ref), name)
    return accounts(estate, [wanted])[wanted]


def accounts(estate: Any, wanted: Iterable[Ref]) -> dict[Ref, Account]:
    """The same for many: one statement, and two more when some are asked for for the first time."""
    refs = set(wanted)
    found = _read(estate, refs)
    if new := sorted(ref for ref in refs if (ref.kind.value, ref.ref) not in found):
        Account.objects.bulk_create((_new(estate, ref) for ref in new), ignore_conflicts=True)
        found |= _read(estate, new)
    return {ref: found[ref.kind.value, ref.ref] for ref in refs}


def sides_of(tariff: Tariff, kind: str = Charge.Kind.REGULAR) -> tuple[Ref, Ref]:
    """(account that is owed, account that earns) of a fee: own revenue, or kept apart for its payee."""
    if tariff.payee_id:
        ref, name = str(tariff.payee_id), tariff.payee.name
        return Ref(Kind.RECEIVABLE_FOR, ref, name), Ref(Kind.COLLECTED, ref, name)
    match kind:
        case Charge.Kind.LATE:
            return Ref(Kind.RECEIVABLE), Ref(Kind.LATE_FEE)
        case Charge.Kind.OPENING:
            return Ref(Kind.RECEIVABLE), Ref(Kind.OPENING)
    return Ref(Kind.RECEIVABLE), Ref(Kind.REVENUE, str(tariff.pk), tariff.name)


def sides(estate: Any, tariff: Tariff, kind: str = Charge.Kind.REGULAR) -> tuple[Account, Account]:
    """The two of an estate, looked up."""
    owed, income = sides_of(tariff, kind)
    found = accounts(estate, [owed, income])
    return found[owed], found[income]


def _read(estate: Any, refs: Iterable[Ref]) -> dict[tuple[str, str], Account]:
    """By kind and ref. Their combinations are asked for, which is as good as each and one index scan."""
    wanted = {(ref.kind.value, ref.ref) for ref in refs}
    kinds, which = (sorted(set(part)) for part in zip(*wanted, strict=True)) if wanted else ([], [])
    rows = Account.objects.raw(_BY_REF, [estate.pk, kinds, which])
    return {(each.kind, each.ref): each for each in rows if (each.kind, each.ref) in wanted}


def _new(estate: Any, ref: Ref) -> Account:
    line = CHART[ref.kind]
    return Account(
        company_id=estate.company_id,
        estate_id=estate.pk,
        kind=ref.kind.value,
        ref=ref.ref,
        name=f"{line.name}-{ref.name}" if ref.name else line.name,
        side=line.side,
        currency=line.currency,
        guarded=line.guarded,
    )
