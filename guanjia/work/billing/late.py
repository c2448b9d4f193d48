"""Late fees of many charges at once: a few statements, then arithmetic."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, Value

from guanjia.engine.params.values import Parameters
from guanjia.work.billing.parameters import late_rule
from guanjia.work.billing.rules.late import NONE, LateRule, accrued
from guanjia.work.ledger.models import Charge, Transfer

BEARING = (Charge.Kind.REGULAR, Charge.Kind.ONE_OFF)


@dataclass(frozen=True)
class LateFee:
    """Of one charge as of a day: `accrued` in all, of which `fixed` stands as charges of its own already."""

    accrued: Decimal = NONE
    fixed: Decimal = NONE

    @property
    def due(self) -> Decimal:
        """What would be fixed now."""
        return max(self.accrued - self.fixed, NONE)


def late_fees_as_of(
    charges: Iterable[Charge], day: date, *, now: datetime, here: Parameters | None = None
) -> dict[int, LateFee]:
    """By charge, as of the end of the day. One statement, and one for the parameters of each estate; `here` are those
    of the one estate, if the caller has them.

    Needs `tariff` of each charge (select it along). Opening arrears and late fees themselves bear none.
    """
    late = [one for one in charges if one.kind in BEARING and one.due_on < day]
    rules = _rules(late, now, here)
    bearing = [one for one in late if _rule(one, rules)]
    if not bearing:
        return {}
    moves, fixed = _history(bearing)
    found = {}
    for one in bearing:
        rule, wrong = _rule(one, rules), sum((m for _d, m, note in moves[one.pk] if note), Decimal(0))
        paid = [(on, amount) for on, amount, note in moves[one.pk] if not note]
        fee = accrued(rule, amount=one.amount - wrong, due_on=one.due_on, as_of=day, moves=paid)
        found[one.pk] = LateFee(fee, fixed.get(one.pk, NONE))
    return found


def late_fee_as_of(charge: Charge, day: date, *, now: datetime) -> LateFee:
    """The same for one."""
    return late_fees_as_of([charge], day, now=now).get(charge.pk, LateFee())


def _rules(
    charges: Iterable[Charge], now: datetime, known: Parameters | None
) -> dict[int, tuple[LateRule | None, bool]]:
    """Estate → (rule, whether money collected for others bears it too)."""
    found: dict[int, tuple[LateRule | None, bool]] = {}
    for one in charges:
        if one.estate_id not in found:
            here = known or Parameters.of(one.estate, now)
            found[one.estate_id] = late_rule(here), here.value("billing.late_for_others")
    return found


def _rule(charge: Charge, rules: dict[int, tuple[LateRule | None, bool]]) -> Any:
    rule, for_others = rules[charge.estate_id]
    return None if charge.tariff.payee_id and not for_others else rule


def _history(
    charges: list[Charge],
) -> tuple[dict[int, list[tuple[date, Decimal, bool]]], dict[int, Decimal]]:
    """Charge → (day, what became less owed, whether by a credit note), and charge → late fees fixed so far.

    A credit note counts from the first day: what was wrongly billed was never owed.
    """
    ours = [one.pk for one in charges]
    moved = Transfer.objects.filter(charge__in=ours).values_list(
        "charge", "on", "amount", "credit__kind", "debit__kind", "entry__kind"
    )
    fees = Charge.objects.filter(late_of__in=ours, kind=Charge.Kind.LATE).values_list(
        "late_of", "on", "amount", "kind", Value(""), Value("")
    )
    moves: dict[int, list[tuple[date, Decimal, bool]]] = defaultdict(list)
    fixed: dict[int, Decimal] = defaultdict(Decimal)
    for charge, on, amount, credited, debited, kind in moved.union(fees, all=True):
        sign = credited.startswith("receivable") - debited.startswith("receivable")
        if sign:
            moves[charge].append((on, sign * amount, kind == "credit_note"))
        elif credited == Charge.Kind.LATE:
            fixed[charge] += amount
    return moves, fixed


def late_charges_of(charges: Iterable[Charge]) -> dict[int, list[Charge]]:
    """The fixed late fees of these charges that are still owed. One statement."""
    rows = Charge.objects.open().filter(late_of__in=list(charges)).filter(Q(kind=Charge.Kind.LATE))
    found: dict[int, list[Charge]] = defaultdict(list)
    for one in rows.order_by("id"):
        found[one.late_of_id].append(one)
    return found
