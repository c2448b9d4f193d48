"""Households to be asked without a cause: drawn by plan, or taken from a list."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from guanjia.directory.places.models import Estate
from guanjia.engine.access import Actor, SystemActor, require
from guanjia.engine.audit import trail
from guanjia.engine.params.values import Parameters
from guanjia.work.followups import queries, rules
from guanjia.work.followups.actions.asking import ASSIGN
from guanjia.work.followups.models import FollowUp

MOST = 500
PLANS = ("year", "quarter", "month")
"""In this order: the rarer plan chooses its months first."""


@transaction.atomic
def draw_samples(*, estate: Estate, actor: SystemActor, now: datetime) -> int:
    """Put the households of every plan whose period begins today on the list. Returns how many; drawn once a period."""
    today = now.astimezone(ZoneInfo(estate.time_zone)).date()
    begun = {plan: first for plan in PLANS if (first := rules.first_day(plan, today))}
    todo = {plan: first for plan, first in begun.items() if not queries.is_drawn(estate, plan, first)}
    if not todo:
        return 0
    here = Parameters.of(estate, now)
    homes = queries.households(estate, on=today)
    taken = queries.months_taken(estate, since=today.replace(day=1))
    made = 0
    for plan, first in todo.items():
        share = here.value(f"followups.sample_{plan}")
        lots = _draw(homes, plan, first, share=share, taken=taken)
        made += _open(estate, plan, lots, attempts=here.value("followups.attempts"), actor=actor, now=now)
    return made


@transaction.atomic
def sample_residents(
    *, actor: Actor, now: datetime, estate: Estate, plan: str, unit_ids: Iterable[int]
) -> int:
    """Put these households (at most 500) of a list on the list of this month, unless they are on it already.

    Returns how many were new. Raises Forbidden.
    """
    require(actor, ASSIGN)
    today = now.astimezone(ZoneInfo(estate.time_zone)).date()
    month = today.replace(day=1)
    wanted = set(list(unit_ids)[:MOST])
    taken = queries.months_taken(estate, since=month)
    homes = queries.households(estate, on=today, only=wanted)
    lots = [(unit, customer, month) for unit, customer in homes if month not in taken[unit]]
    attempts = Parameters.of(estate, now).value("followups.attempts")
    return _open(estate, plan, lots, attempts=attempts, actor=actor, now=now)


def _draw(
    homes: list[tuple[int, int]], plan: str, first: date, *, share: int, taken: defaultdict[int, set[date]]
) -> list[tuple[int, int, date]]:
    found = []
    for unit, customer in homes:
        month = rules.drawn_month(unit, plan, first, share=share, taken=taken[unit])
        if month:
            taken[unit].add(month)
            found.append((unit, customer, month))
    return found


def _open(
    estate: Estate,
    plan: str,
    lots: list[tuple[int, int, date]],
    *,
    attempts: int,
    actor: Actor,
    now: datetime,
) -> int:
    zone = ZoneInfo(estate.time_zone)

    def begins(month: date) -> datetime:
        return datetime.combine(month, time(), zone)

    rows = [
        FollowUp(
            company_id=estate.company_id, estate=estate, kind=FollowUp.Kind.SAMPLE, plan=plan, unit_id=unit,
            customer_id=customer, month=month, opened_at=now, not_before=max(now, begins(month)),
            due_at=begins(rules.month_after(month)), attempts_needed=attempts,
        )
        for unit, customer, month in lots
    ]  # fmt: skip
    FollowUp.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    trail.record(
        actor=actor,
        now=now,
        verb="followups.sampled",
        of=estate,
        after={"plan": plan, "households": len(rows)},
    )
    return len(rows)
