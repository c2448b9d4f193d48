"""The plan that an emergency is handled by."""

from datetime import datetime
from typing import Any

from guanjia.engine.sop import Answers
from guanjia.procedures.emergency.papers import SCENE
from guanjia.registers.emergency_plans.models import EmergencyPlan
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
