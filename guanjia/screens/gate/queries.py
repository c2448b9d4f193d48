"""The passes and permits that a number may mean, those of today, who is inside, and what the guard has to do."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime

from guanjia.engine import sop
from guanjia.engine.access import Actor
from guanjia.registers.access_cards.models import AccessCard
from guanjia.registers.passes.models import WorkerPass
from guanjia.registers.passes.queries import with_presence
from guanjia.screens.gate.answers import Answer, of_card, of_case, of_pass
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.cases.todo import waiting_steps

RELEASE = "item_release"
PERMITS = (RELEASE, "hot_work", "renovation")
MOST, LISTED = 5, 2000
LATELY = timedelta(days=30)
SCANNED = re.compile(r"(cases|registers/passes|registers/access_cards)/(\d{1,18})/?$")


def looked_up(number: str, *, actor: Actor, now: datetime) -> list[Answer]:
    """Everything in sight that carries this number, or that a scanned address means. Three statements."""
    scanned = SCANNED.search(number.strip())
    kind, wanted = scanned.groups() if scanned else ("", number.strip())
    if not wanted:
        return []

    def meant(rows: QuerySet[Any], address: str) -> QuerySet[Any]:
        if scanned:
            return rows.filter(pk=int(wanted)) if kind == address else rows.none()
        return rows.filter(number__iexact=wanted)

    cases = meant(_cases(actor), "cases").order_by("-pk")
    passes = meant(_passes(actor), "registers/passes").order_by("-pk")
    cards = meant(AccessCard.objects.visible_to(actor), "registers/access_cards")
    return [
        *(of_case(one, now) for one in cases[:MOST]),
        *(of_pass(one, now) for one in passes[:MOST]),
        *(of_card(one, now) for one in cards.select_related("unit__building").order_by("-pk")[:MOST]),
    ]


def todays(actor: Actor, *, now: datetime) -> list[Answer]:
    """What a phone keeps for the time without a network: open permits, releases of today, passes not given back.

    Three statements.
    """
    today = localdate(now)
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    cases = _cases(actor).order_by("-pk")
    used = cases.filter(procedure=RELEASE, opened_at__gte=midnight - LATELY, closed_at__gte=midnight)
    passes = _passes(actor).filter(returned_at=None, retired_at=None, valid_until__gte=today - LATELY)
    return [
        *(of_case(one, now) for one in cases.filter(state=Case.State.OPEN)[:LISTED]),
        *(of_case(one, now) for one in used[:LISTED]),
        *(of_pass(one, now) for one in passes.order_by("-pk")[:LISTED]),
    ]


def frozen_cards(actor: Actor) -> list[str]:
    rows = AccessCard.objects.visible_to(actor).filter(frozen_at__isnull=False, retired_at=None)
    return list(rows.order_by("number").values_list("number", flat=True)[:LISTED])


def step_for(actor: Actor, pk: int) -> Step | None:
    """An open step with its case, as its form and its rule look at it."""
    rows = Step.objects.visible_to(actor).filter(done_at=None, cancelled_at=None)
    return rows.select_related("case__estate", "case__unit__building").filter(pk=pk).first()


def own_steps(actor: Actor) -> Iterator[tuple[Step, sop.Step, type[sop.Procedure]]]:
    """The open steps of the guard's post, the next due first, with what they are. One statement."""
    for step in waiting_steps(actor):
        procedure = procedure_of(step.case)
        if not procedure.steps[step.code].awaits:
            yield step, procedure.steps[step.code], procedure


def _cases(actor: Actor) -> QuerySet[Case]:
    return Case.objects.visible_to(actor).filter(procedure__in=PERMITS).select_related("unit__building")


def _passes(actor: Actor) -> QuerySet[WorkerPass]:
    rows = WorkerPass.objects.visible_to(actor).select_related("contractor", "unit__building")
    return with_presence(rows)
