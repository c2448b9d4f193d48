"""What is owed to those for whom money was collected (代收代缴).

Raising a bill puts it on both the payee's accounts, what residents owe (receivable_for) and what was collected for it
(collected); money that comes in takes it off the first, settling takes it off the second. So what is to be settled is
the second less the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from guanjia.engine.access import Actor
from guanjia.work.ledger.models import Account, Payee
from guanjia.work.ledger.queries import ZERO, trial_balance
from guanjia.work.ledger.rules import Kind

ALL = 1_000_000


@dataclass(frozen=True)
class Due:
    """A payee at an estate on a day: what residents still owe it, and what is to be settled with it."""

    payee: Payee
    estate: int
    owed: Decimal
    due: Decimal


def dues(actor: Actor, estates: Iterable[int], *, through: date) -> list[Due]:
    """Every payee that has, or may get, money at these estates."""
    estates = list(estates)
    owed = _closing(Kind.RECEIVABLE_FOR, estates, through)
    collected = _closing(Kind.COLLECTED, estates, through)
    accounts = Account.objects.filter(pk__in={*owed, *collected}).values_list(
        "pk", "estate_id", "kind", "ref"
    )
    found: dict[tuple[str, int], dict[str, Decimal]] = {}
    for pk, estate, kind, ref in accounts:
        found.setdefault((ref, estate), {})[kind] = owed.get(pk, collected.get(pk, ZERO))
    payees = {str(one.pk): one for one in Payee.objects.visible_to(actor).order_by("name")}
    return [
        Due(payee, estate, each.get("receivable_for", ZERO), -sum(each.values(), ZERO))
        for ref, payee in payees.items()
        for (owner, estate), each in sorted(found.items(), key=lambda one: one[0][1])
        if owner == ref
    ]


def due_to(payee: Payee, estate: Any, *, through: date, accounts: Iterable[int] | None = None) -> Decimal:
    """What is to be settled with a payee at an estate, counting all that was posted up to a day."""
    ours = set(_accounts_of(payee, estate) if accounts is None else accounts)
    return -sum(
        (
            figure
            for kind in (Kind.RECEIVABLE_FOR, Kind.COLLECTED)
            for pk, figure in _closing(kind, [estate.pk], through).items()
            if pk in ours
        ),
        ZERO,
    )


def _accounts_of(payee: Payee, estate: Any) -> list[int]:
    kinds = [Kind.RECEIVABLE_FOR.value, Kind.COLLECTED.value]
    ours = Account.objects.filter(estate=estate, ref=str(payee.pk), kind__in=kinds)
    return list(ours.values_list("pk", flat=True))


def _closing(kind: Kind, estates: list[int], through: date) -> dict[int, Decimal]:
    """Debit balance by account."""
    found = trial_balance(estates, since=through, until=through, kind=kind.value, most=ALL)
    return {
        line.account: line.closing_debit - line.closing_credit
        for group in found.groups
        for line in group.lines
        if line.account is not None
    }


@dataclass(frozen=True)
class Part:
    """One fee on a statement, in yuan."""

    name: str
    raised: Decimal
    credited: Decimal
    received: Decimal
    returned: Decimal
    settled: Decimal


@dataclass(frozen=True)
class Statement:
    """A period with a payee: what was due before, fee by fee what happened, and what is due after."""

    before: Decimal
    parts: tuple[Part, ...]
    total: Part

    @property
    def after(self) -> Decimal:
        return self.before + self.total.received - self.total.returned - self.total.settled


_PARTS = """
WITH legs AS (
  SELECT * FROM ledger_transfer WHERE debit_id = ANY(%(both)s) AND "on" BETWEEN %(since)s AND %(until)s
  UNION
  SELECT * FROM ledger_transfer WHERE credit_id = ANY(%(both)s) AND "on" BETWEEN %(since)s AND %(until)s
), told AS (
  SELECT coalesce(f.name, '') AS fee, t.amount, e.kind = 'settlement' AS settles,
         t.debit_id = ANY(%(both)s) AS debits, t.credit_id = ANY(%(both)s) AS credits, d.kind AS debit_kind
    FROM legs t JOIN ledger_entry e ON e.id = t.entry_id JOIN ledger_account d ON d.id = t.debit_id
    LEFT JOIN ledger_charge c ON c.id = coalesce(t.raises_id, t.charge_id)
    LEFT JOIN ledger_tariff f ON f.id = c.tariff_id
)
SELECT fee,
       coalesce(sum(amount) FILTER (WHERE debits AND credits AND debit_kind = 'receivable_for'), 0),
       coalesce(sum(amount) FILTER (WHERE debits AND credits AND debit_kind = 'collected'), 0),
       coalesce(sum(amount) FILTER (WHERE credits AND NOT debits AND NOT settles), 0),
       coalesce(sum(amount) FILTER (WHERE debits AND NOT credits AND NOT settles), 0),
       coalesce(sum(CASE WHEN debits THEN amount ELSE -amount END) FILTER (WHERE settles AND debits <> credits), 0)
  FROM told GROUP BY fee ORDER BY fee
"""


def statement(payee: Payee, estate: Any, *, since: date, until: date) -> Statement:
    """Raised, credited, received, returned and settled between two days, both included."""
    both = _accounts_of(payee, estate)
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, {"both": both, "since": since, "until": until})
        parts = tuple(Part(*found) for found in cursor.fetchall())
    figures = [sum((getattr(one, name) for one in parts), ZERO) for name in FIGURES]
    total = Part("", *figures)
    after = due_to(payee, estate, through=until, accounts=both)
    return Statement(after - total.received + total.returned + total.settled, parts, total)


FIGURES = ("raised", "credited", "received", "returned", "settled")
