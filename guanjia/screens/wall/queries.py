"""What the wall shows: few numbers, asked at most every other second however many screens hang there."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from guanjia.engine.access import EVERYWHERE, Actor
from guanjia.engine.sop import latest
from guanjia.engine.ui.shown import span
from guanjia.work.cases.models import Topic
from guanjia.work.figures.queries import Narrow, cases_in, flow, open_groups, waiting_groups
from guanjia.work.figures.rules import Tally, period, tally
from guanjia.work.roster.models import DutyShift

FRESH_SECONDS = 2
LATEST = 7


@dataclass(frozen=True)
class Wall:
    """The numbers of one moment. `late` are the worst cases, `duty` names per shift; nothing about customers."""

    at: datetime
    now: Tally
    came: int
    done: int
    late: list[dict[str, Any]]
    duty: list[tuple[str, list[str]]]

    @property
    def longest(self) -> str:
        """How long the oldest open case has been waiting, in words."""
        return span(int((self.at - self.now.oldest).total_seconds())) if self.now.oldest else "—"

    @property
    def on_duty(self) -> int:
        return sum(len(names) for _, names in self.duty)


def wall(actor: Actor, estate: int | None, *, now: datetime, zone: tzinfo) -> Wall:
    """One estate, or all that the actor may see."""
    scope = "*" if actor.estate_ids is EVERYWHERE else ",".join(map(str, sorted(actor.estate_ids)))
    key = f"wall:{actor.company_id}:{scope}:{estate}"
    found: Wall | None = cache.get(key)
    if found is None or not 0 <= (now - found.at).total_seconds() < FRESH_SECONDS:
        found = _wall(actor, Narrow(estate=estate), now=now, zone=zone)
        cache.set(key, found, FRESH_SECONDS)
    return found


def _wall(actor: Actor, narrow: Narrow, *, now: datetime, zone: tzinfo) -> Wall:
    today = flow(actor, narrow, period("today", local=now.astimezone(zone)), zone=zone)
    late = (
        cases_in(actor, narrow)
        .late(now=now)
        .order_by("next_due_at", "id")
        .values(
            "number",
            "procedure",
            "topic",
            "urgency",
            "next_due_at",
            "department__name",
            "handler__name",
            "estate__name",
        )
    )
    return Wall(
        at=now,
        now=tally(
            open_groups(actor, narrow, now=now, by=("state",)) + waiting_groups(actor, narrow, now=now)
        ),
        came=sum(row["n"] for row in today if row["what"] == "in"),
        done=sum(row["n"] for row in today if row["what"] == "out"),
        late=[row | {"about": _about(row)} for row in late[:LATEST]],
        duty=_duty(actor, narrow, now=now),
    )


def _about(row: dict[str, Any]) -> str:
    """What the case is about; where no topic says it, its procedure does."""
    if row["topic"] != Topic.OTHER:
        return str(Topic(row["topic"]).label)
    return _(latest(row["procedure"]).label)


def _duty(actor: Actor, narrow: Narrow, *, now: datetime) -> list[tuple[str, list[str]]]:
    shifts = DutyShift.objects.visible_to(actor).filter(
        cancelled_at=None, starts_at__lte=now, ends_at__gt=now
    )
    if narrow.estate:
        shifts = shifts.filter(estate_id=narrow.estate)
    named: dict[str, list[str]] = {}
    for kind, name in shifts.order_by("kind__order", "staff__pinyin", "pk").values_list(
        "kind__name", "staff__name"
    ):
        named.setdefault(kind, []).append(name)
    return list(named.items())
