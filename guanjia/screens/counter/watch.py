"""What the screen of the front desk shows; each part is asked for only when it is drawn."""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from guanjia.directory.places.models import Estate
from guanjia.engine.ui import shell
from guanjia.kernel import time
from guanjia.work.cases.models import Case
from guanjia.work.counter import queries, rules
from guanjia.work.counter.actions.shared import day_at
from guanjia.work.counter.models import Appointment, Ticket, Visit

WINDOW = "counter_window"


class Counter:
    """The counter of one estate today, for one clerk."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.now = request, time.now()
        self.actor: Any = request.user
        self.estate = estate_of(request)
        self.day: date = day_at(self.estate, self.now)

    @property
    def window(self) -> int:
        return int(self.request.session.get(WINDOW, 1))

    @cached_property
    def queue(self) -> list[Ticket]:
        """The waiting with how long, the first in front."""
        rows = queries.queue_of(self.actor, self.estate.pk, day=self.day, now=self.now)
        for row in rows:
            row.waited = rules.minutes_between(row.taken_at, self.now)  # type: ignore[attr-defined]
            row.is_ahead = bool(row.ahead_from and row.ahead_from <= self.now)  # type: ignore[attr-defined]
        return rows

    @cached_property
    def windows(self) -> list[Ticket]:
        return queries.at_windows(self.actor, self.estate.pk, day=self.day)

    @cached_property
    def mine(self) -> Ticket | None:
        """Whoever is at this clerk's window."""
        return next((one for one in self.windows if one.clerk_id == self.actor.pk), None)

    @property
    def others(self) -> list[Ticket]:
        return [one for one in self.windows if one.clerk_id != self.actor.pk]

    @cached_property
    def matters(self) -> list[Case]:
        """What was registered for the one at the window."""
        if self.mine is None:
            return []
        cases = Case.objects.visible_to(self.actor).filter(ticket_link__ticket=self.mine)
        return list(cases.select_related("handler").order_by("pk"))

    @cached_property
    def so_far(self) -> queries.Morning:
        return queries.day_so_far(self.actor, self.estate.pk, day=self.day)

    @cached_property
    def appointments(self) -> list[Appointment]:
        """Today's with `is_here` and `is_late` (past its time and not arrived)."""
        rows = queries.appointments_of(self.actor, self.estate, day=self.day)
        for row in rows:
            row.is_here = hasattr(row, "ticket")  # type: ignore[attr-defined]
            row.is_late = not row.is_here and row.at < self.now  # type: ignore[attr-defined]
        return rows

    @cached_property
    def inside(self) -> list[Visit]:
        return queries.inside(self.actor, self.estate.pk)

    @property
    def inside_heads(self) -> int:
        return sum(one.people for one in self.inside)


def estate_of(request: HttpRequest) -> Estate:
    """The one asked for by `?estate=`, else the one chosen above, else the person's first."""
    mine, asked = shell.estates(request), request.GET.get("estate", "") or shell.chosen_estate_id(request)
    if not mine:
        raise Http404
    return next((one for one in mine if str(one.pk) == str(asked)), mine[0])


def started(ticket: Ticket | None, procedure: str) -> str:
    """The workbench with this procedure and whoever is at the window, so that nothing is typed twice."""
    said: dict[str, object] = {"procedure": procedure, "channel": "counter"}
    if ticket:
        known = {"customer": ticket.customer_id, "unit": ticket.unit_id, "caller_name": ticket.name}
        said |= {"ticket": ticket.pk, **{name: value for name, value in known.items() if value}}
    return f"{reverse('desk:bench')}?{urlencode(said)}"
