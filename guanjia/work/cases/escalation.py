"""Who hears of a deadline of a case, and what else a rung of the ladder does."""

from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.engine.access import system
from guanjia.engine.audit.trail import change
from guanjia.engine.clock.events import ClockFired
from guanjia.engine.clock.shipped import label_of
from guanjia.work.cases import clocks, notices
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.cases.notices import holders
from guanjia.work.cases.timeline import tell

SAYS = {
    "at_once": "%(number)s严重且急，请您马上过问：%(title)s",
    "warn": "%(number)s“%(metric)s”即将到期：%(title)s",
    "breach": "%(number)s“%(metric)s”已超时：%(title)s",
    "escalate": "%(number)s“%(metric)s”升级处理：%(title)s",
}


def climb(event: ClockFired) -> None:
    """Tell the recipients of this rung, and do what else it says."""
    case = Case.objects.select_related("estate", "handler", "first_owner").get(pk=event.subject_id)
    if case.is_over:
        return
    if "notify" in event.actions:
        _tell_people(case, event)
    if "raise_severity" in event.actions and case.severity != Case.Severity.SERIOUS:
        _raise_severity(case, event)
    if "reassign" in event.actions:
        _give_to_supervisor(case, event)


def recipients(case: Case, event: ClockFired) -> set[Staff]:
    """The people behind `assignee`, `first_owner` and `role.CODE` at this case and estate."""
    found: set[Staff | None] = set()
    roles = [name.removeprefix("role.") for name in event.recipients if name.startswith("role.")]
    if "first_owner" in event.recipients:
        found.add(case.first_owner)
    if "assignee" in event.recipients:
        step = _step(event)
        found.add(step.assignee if step and step.assignee else case.handler)
    if roles:
        found |= set(holders(case, roles))
    return {person for person in found if person is not None}


def _step(event: ClockFired) -> Step | None:
    """The step whose own clock this is."""
    numbered = (
        Step.objects.select_related("assignee").filter(pk=event.detail) if event.detail.isdigit() else []
    )
    return next(iter(numbered), None)


def _tell_people(case: Case, event: ClockFired) -> None:
    step = _step(event)
    spec = procedure_of(case).steps.get(step.code) if step else None
    says = SAYS["at_once" if event.percent == 0 else event.kind]

    def text() -> str:
        metric = _(spec.label) if spec else label_of(event.metric)
        return _(says) % {"number": case.number, "metric": metric, "title": case.title}

    notices.tell(case, recipients(case, event), text, kind=f"clock.{event.kind}", now=event.at)


def _raise_severity(case: Case, event: ClockFired) -> None:
    us = system(case.company_id)
    with change(case, actor=us, now=event.at, verb="case.severity_raised"):
        case.severity = Case.Severity.SERIOUS
    clocks.retarget(case, actor=us, now=event.at)
    tell(case, kind="target", actor=us, now=event.at, data={"before": "一般", "after": "严重"})


def _give_to_supervisor(case: Case, event: ClockFired) -> None:
    us, chiefs = system(case.company_id), holders(case, ["supervisor"])
    if chiefs and case.handler not in chiefs:
        with change(case, actor=us, now=event.at, verb="case.handed_over"):
            case.handler = chiefs[0]
        tell(case, kind="handed_over", actor=us, now=event.at, data={"to": chiefs[0].name})
