"""Who hears that something waits for him."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.directory.team.roles import SUPERVISOR
from guanjia.engine import sop
from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.engine.notify.actions import Text, notify
from guanjia.engine.sop import flow
from guanjia.engine.sop.step import RELATIONS
from guanjia.work.cases.facts import facts_of, roles_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.cases.rules import presses


def tell(
    case: Case,
    people: Iterable[Staff],
    text: Text,
    *,
    kind: str,
    now: datetime,
    at_once: bool = False,
    outside: str = "gate:home",
) -> None:
    """Tell them, in one line of the bell for each case; at night only what presses.

    `outside` is the page of those whose post does not open cases, such as guards.
    """
    told = list(people)
    inside = [one for one in told if may(one, "cases.view")]
    for some, link in (
        (inside, reverse("cases:case", args=[case.pk])),
        ([one for one in told if one not in inside], reverse(outside)),
    ):
        notify(
            to=some, kind=kind, text=text, link=link, now=now, group=f"case-{case.pk}",
            urgent=at_once or presses(case.urgency, case.severity),
        )  # fmt: skip


def tell_step(case: Case, step: Step, spec: sop.Step, *, actor: Actor, now: datetime) -> None:
    """A step waits for somebody else: he is told. Steps of the system, or of an outside event, wait for nobody."""
    if spec.awaits or sop.SYSTEM in spec.roles or (actor.pk and step.assignee_id == actor.pk):
        return
    people = [person for person in doers(case, step, spec, now=now) if person.pk != actor.pk]

    def text() -> str:
        return _("%(number)s 等您办理“%(step)s”：%(title)s") % {
            "number": case.number, "step": _(spec.label), "title": case.title,
        }  # fmt: skip

    door = "approvals:phone" if spec.approves else "gate:home"
    tell(case, people, text, kind="case.step", now=now, at_once=spec.at_once, outside=door)


def doers(case: Case, step: Step, spec: sop.Step, *, now: datetime) -> list[Staff]:
    """The person it is given to; else who has the post, the case's own people before all others."""
    if step.assignee_id:
        return list(Staff.objects.filter(pk=step.assignee_id))
    posts = [role for role in roles_of(case, spec, now=now) if role not in RELATIONS] or [SUPERVISOR]
    facts = facts_of(case)
    able = [one for one in holders(case, posts) if not flow.is_barred(spec, one.pk, facts, {})]
    own = [one for one in able if one.pk in (case.handler_id, case.first_owner_id)]
    return able if spec.at_once else own or able


def holders(case: Case, roles: list[str]) -> list[Staff]:
    """Active staff with one of these roles whose scope covers the case's estate."""
    here = Q(everywhere=True) | Q(estates__contains=[case.estate_id])
    return list(Staff.objects.filter(here, company_id=case.company_id, is_active=True, roles__overlap=roles))
