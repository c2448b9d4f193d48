"""What a complaint finds out and sets."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.work.cases.models import Case
from guanjia.work.cases.timeline import tell


def classify(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Class 1 or 2, and how often the same was complained of lately, this time included. Class 1 is serious."""
    here = Parameters.of(case.estate, now)
    repeats = 1 + same_matter(case, since=now - timedelta(days=here.value("complaint.repeat_days")))
    is_major = bool(answers.get("signs")) or repeats >= here.value("complaint.repeat_major")
    if is_major and case.severity != Case.Severity.SERIOUS:
        before = case.get_severity_display()
        case.severity = Case.Severity.SERIOUS
        raised = {"before": before, "after": case.get_severity_display()}
        tell(case, kind="target", actor=actor, now=now, data=raised)
    return {"class": "1" if is_major else "2", "repeats": repeats}


def same_matter(case: Any, *, since: datetime) -> int:
    """Earlier complaints on this topic of this home; without one, about this place; else of this customer."""
    earlier = Case.objects.filter(
        estate_id=case.estate_id, procedure="complaint", topic=case.topic, opened_at__gte=since
    ).exclude(pk=case.pk).exclude(state=Case.State.CANCELLED)  # fmt: skip
    if case.unit_id:
        return earlier.filter(unit_id=case.unit_id).count()
    if case.place.strip():
        return earlier.filter(unit=None, place__iexact=case.place.strip()).count()
    return earlier.filter(customer_id=case.customer_id).count() if case.customer_id else 0


def keep_promise(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The time promised to the customer is the deadline from now on."""
    case.promised_at = datetime.fromisoformat(answers["promised_reply_at"])
    return {"answer_by": answers["promised_reply_at"]}


def hold_answerable(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    case.department_id = answers["department"]
