"""What a swap does to the roster."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.engine.notify.actions import notify
from guanjia.engine.sop import OPENED_BY, Answers
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.roster.actions import swap_shifts
from guanjia.work.roster.models import DutyShift
from guanjia.work.roster.queries import Swap, swap_problem


def look_at_swap(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """What would be swapped, in words. Raises Refused when the two cannot."""
    swap = _swap(case, actor)
    if why := swap_problem(swap, now=now):
        raise Refused(why, field="colleague")
    said = _("%(day)s %(shift)s由%(who)s上") % {
        "day": swap.mine.day, "shift": swap.mine.kind.name, "who": swap.colleague.name,
    }  # fmt: skip
    if swap.theirs:
        said += "；" + _("%(day)s %(shift)s由%(who)s上") % {
            "day": swap.theirs.day, "shift": swap.theirs.kind.name, "who": swap.asker.name,
        }  # fmt: skip
    return {"swapped": said}


def consent(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Only the colleague himself can say it."""
    if actor.pk != case.answers["colleague"]:
        raise Forbidden(_("要由换班的同事本人同意"))
    if not answers["consented"]:
        _tell([_asker(case)], lambda: _("同事没有同意您的换班"), now)


def swap(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Approved, the roster changes for both; they hear of it either way. Raises Refused when it no longer fits."""
    asked = _swap(case, actor)
    if answers["approved"]:
        swap_shifts(actor=actor, now=now, swap=asked)
        said = case.answers["swapped"]
        _tell([asked.asker, asked.colleague], lambda: _("换班已批准：%(said)s") % {"said": said}, now)
    else:
        why = answers["approved_why"]
        _tell([asked.asker, asked.colleague], lambda: _("换班没有批准：%(why)s") % {"why": why}, now)


def _swap(case: Any, actor: Any) -> Swap:
    facts = case.answers
    asker, colleague = _asker(case), Staff.objects.visible_to(actor).get(pk=facts["colleague"])
    theirs = _shift(case, colleague, facts["their_day"], "their_day") if facts.get("their_day") else None
    return Swap(asker, colleague, _shift(case, asker, facts["my_day"], "my_day"), theirs)


def _shift(case: Any, staff: Staff, day: str, field: str) -> DutyShift:
    """The person's shift on that day. Raises Refused when the roster has none."""
    rows = DutyShift.objects.filter(
        estate=case.estate, staff=staff, day=date.fromisoformat(day), cancelled_at=None
    )
    found = rows.select_related("kind", "estate").order_by("starts_at").first()
    if found is None:
        raise Refused(
            _("%(who)s在 %(day)s 没有排班，请看排班表") % {"who": staff.name, "day": day}, field=field
        )
    return found


def _asker(case: Any) -> Staff:
    return Staff.objects.get(pk=case.answers[OPENED_BY])


def _tell(people: list[Staff], text: Any, now: datetime) -> None:
    notify(
        to=people,
        kind="shift_swap.decided",
        text=text,
        link=reverse("duty:ask", args=["shift_swap"]),
        now=now,
    )
