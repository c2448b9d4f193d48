"""Who would be reminded how, and who is stopped by what: the preview, and what preparing writes down."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.work.billing.late import LateFee, late_fees_as_of
from guanjia.work.collection.debts import Wanted
from guanjia.work.collection.facts import Debtor, charges_of, debtors_of
from guanjia.work.collection.parameters import plan_of
from guanjia.work.collection.rules import Level, Plan, Stage, Stop, Way, decide, filled
from guanjia.work.ledger.models import Charge
from guanjia.work.online.tokens import pay_addresses

type Link = Callable[[int, int], str]
NONE = Decimal(0)
LISTED = 12


@dataclass(frozen=True)
class Decision:
    """One debtor, and the stage that is due or what stops it."""

    debtor: Debtor
    outcome: Stage | Stop

    @property
    def way(self) -> Way | None:
        return self.outcome.way if isinstance(self.outcome, Stage) else None


@dataclass
class Preview:
    """Counts and yuan by level, counts by reason, and the first of those who are stopped."""

    levels: dict[Level, tuple[int, Decimal]] = field(default_factory=dict)
    stops: Counter[Stop] = field(default_factory=Counter)
    stopped: list[Decision] = field(default_factory=list)

    @property
    def due(self) -> int:
        return sum(number for number, _sum in self.levels.values())


def decisions(estate: Any, *, now: datetime, levels: Iterable[int] = ()) -> tuple[Plan, list[Decision]]:
    """The plan and what it says about every debtor of an estate today. Two statements.

    Those whose turn has not come (too early, recently reminded, all done) are left out with a level chosen that is
    not theirs, but always told with their reason.
    """
    plan, zone, wanted = plan_of(estate, now=now), ZoneInfo(estate.time_zone), Wanted.at([estate], now)
    today, asked, found = wanted.days[0][1], set(levels), []
    for debtor in debtors_of(wanted):
        outcome = decide(plan, debtor.standing(plan, zone), today=today)
        if isinstance(outcome, Stage) and asked and outcome.level not in asked:
            continue
        found.append(Decision(debtor, outcome))
    return plan, found


def preview(estate: Any, *, now: datetime, levels: Iterable[int] = (), most: int = 50) -> Preview:
    """How many per level, who is stopped and why; nothing is written."""
    told = Preview()
    for one in decisions(estate, now=now, levels=levels)[1]:
        if isinstance(one.outcome, Stage):
            number, total = told.levels.get(one.outcome.level, (0, NONE))
            told.levels[one.outcome.level] = number + 1, total + one.debtor.debt.total
        else:
            told.stops[one.outcome] += 1
            if len(told.stopped) < most and one.outcome is not Stop.EARLY:
                told.stopped.append(one)
    return told


@dataclass(frozen=True)
class Letter:
    """A reminder in words, with what it stands on."""

    decision: Decision
    stage: Stage
    way: Way
    charges: list[Charge]
    late_fee: Decimal
    text: str

    @property
    def amount(self) -> Decimal:
        """Without the late fee."""
        return sum((one.outstanding for one in self.charges), NONE)


def letters_of(estate: Any, plan: Plan, due: list[Decision], *, now: datetime) -> Iterator[Letter]:
    """The letters of these debtors; charges and late fees are read for all at once. About six statements."""
    debts = [one.debtor.debt for one in due]
    charges = charges_of(debts)
    every = [each for ones in charges.values() for each in ones]
    late = late_fees_as_of(every, debts[0].day, now=now) if debts else {}
    link = pay_addresses(estate, now=now)
    for one in due:
        debt = one.debtor.debt
        ours = charges.get((debt.unit, debt.customer))
        if ours and isinstance(one.outcome, Stage):
            fee = sum((late.get(each.pk, LateFee()).due for each in ours), NONE)
            way = one.outcome.way
            if way is Way.MAIL and not one.debtor.email:
                way = plan.fallback
            text = filled(one.outcome.words, _said(estate, one.debtor, ours, fee, link=link))
            yield Letter(one, one.outcome, way, ours, fee, text)


def _said(estate: Any, debtor: Debtor, charges: list[Charge], fee: Decimal, *, link: Link) -> dict[str, str]:
    """What the placeholders stand for."""
    debt = debtor.debt
    lines = [f"{one.text}  ¥{one.outstanding:,.2f}({one.due_on:%Y-%m-%d})" for one in charges[:LISTED]]
    if len(charges) > LISTED:
        rest = sum((one.outstanding for one in charges[LISTED:]), NONE)
        lines.append(f"……另 {len(charges) - LISTED} 笔  ¥{rest:,.2f}")
    total = sum((one.outstanding for one in charges), NONE) + fee
    return {
        "name": debt.name or "业主/住户", "unit": debt.room, "amount": f"{total:,.2f}", "late": f"{fee:,.2f}",
        "count": str(len(charges)), "items": "\n".join(lines), "due": f"{charges[0].due_on:%Y-%m-%d}",
        "link": link(debt.customer, debt.unit), "hotline": estate.hotline or estate.company.hotline,
        "estate": estate.name, "company": estate.company.name, "today": f"{debt.day:%Y-%m-%d}",
    }  # fmt: skip
