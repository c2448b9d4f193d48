"""What a complaint finds out and sets."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.work.cases.models import Case


def classify(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Class 1 or 2, and how often the same home complained of the same topic lately, this time included."""
    here = Parameters.of(case.estate, now)
    repeats = 1 + same_matter(case, since=now - timedelta(days=here.value("complaint.repeat_days")))
    is_major = bool(answers.get("signs")) or repeats >= here.value("complaint.repeat_major")
    return {"class": "1" if is_major else "2", "repeats": repeats}


def same_matter(case: Any, *, since: datetime) -> int:
    """Earlier complaints of this home (or, without one, of this customer) on this topic."""
    earlier = Case.objects.filter(
        estate_id=case.estate_id, procedure="complaint", topic=case.topic, opened_at__gte=since
    ).exclude(pk=case.pk).exclude(state=Case.State.CANCELLED)  # fmt: skip
    if case.unit_id:
        return earlier.filter(unit_id=case.unit_id).count()
    return earlier.filter(customer_id=case.customer_id).count() if case.customer_id else 0


def keep_promise(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """The time promised to the customer is the deadline from now on."""
    case.promised_at = datetime.fromisoformat(answers["promised_reply_at"])


def hold_answerable(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    case.department_id = answers["department"]
