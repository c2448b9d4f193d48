"""A step may open a case under another procedure and wait for it."""

from datetime import datetime

from guanjia.engine.access import system
from guanjia.work.cases.actions import receive, register_case
from guanjia.work.cases.models import Case, CaseLink


def open_child_of(case_id: int, procedure: str, *, now: datetime) -> Case:
    """Register the child in the name of the house; the parent's first owner stays answerable for it."""
    parent = Case.objects.select_related("estate", "unit", "customer").get(pk=case_id)
    us = system(parent.company_id)
    child = register_case(
        actor=us, now=now, estate=parent.estate, procedure=procedure, words=parent.words or parent.title,
        title=parent.title, topic=parent.topic, urgency=parent.urgency, severity=parent.severity,
        channel=parent.channel, unit=parent.unit, customer=parent.customer, caller_name=parent.caller_name,
        caller_phone=parent.caller_phone, place=parent.place, answers=parent.answers,
        key=f"child:{parent.pk}:{procedure}:{parent.cycle}",
    )  # fmt: skip
    Case.objects.filter(pk=child.pk).update(first_owner=parent.first_owner_id, handler=parent.handler_id)
    CaseLink.objects.get_or_create(
        case=parent, other=child, kind="child", ended_at=None,
        defaults={"company_id": parent.company_id, "estate_id": parent.estate_id, "at": now},
    )  # fmt: skip
    return child


def child_ended(case_id: int, *, now: datetime) -> None:
    """Tell the waiting parents, if there are any, how the child ended."""
    links = CaseLink.objects.filter(other_id=case_id, kind="child", ended_at=None).select_related(
        "case", "other"
    )
    for link in links:
        receive(
            case=link.case, event="case.closed", answers={"child_state": link.other.state},
            actor=system(link.company_id), now=now,
        )  # fmt: skip
