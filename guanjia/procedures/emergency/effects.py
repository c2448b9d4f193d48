"""The plan that an emergency is handled by."""

from datetime import datetime
from typing import Any

from guanjia.engine.access import system
from guanjia.engine.sop import Answers
from guanjia.procedures.emergency.papers import SCENE
from guanjia.registers.emergency_plans.models import EmergencyPlan
from guanjia.work.cases.actions import link_cases, register_case
from guanjia.work.cases.records import note_records


def take_plan(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The plan chosen, else the newest of the estate for this kind of event; nothing waits for there to be one."""
    if answers.get("plan"):
        return {}
    plans = EmergencyPlan.objects.filter(estate_id=case.estate_id, kind=answers["event"], retired_at=None)
    plan = plans.order_by("-edition", "-pk").first()
    if plan is None:
        return {}
    note_records(case, SCENE.part("plan"), {"plan": plan.pk})
    return {"plan": plan.pk}


def open_improvement(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """What the review wants better becomes a matter of its own, followed until it works."""
    us = system(case.company_id)
    made = register_case(
        actor=us, now=now, estate=case.estate, procedure="improvement", words=answers["measure"], title=case.title,
        channel="staff", place=case.place, key=f"emergency-{case.pk}",
        answers={"source": "accident", "source_ref": case.number, "found": answers["lesson"]},
    )  # fmt: skip
    link_cases(actor=us, now=now, case=case, other=made)
