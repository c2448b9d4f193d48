"""New editions of controlled forms, and the end of old ones."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.engine.sop.fields import record
from guanjia.kernel.errors import Refused
from guanjia.registers.controlled_forms import actions
from guanjia.registers.controlled_forms.models import ControlledForm
from guanjia.work.cases.records import note_records
from guanjia.work.ledger.actions import today

MADE = record("new_form", "受控表单", "controlled_forms")


def look(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused for a date that has passed or an edition that is no longer in use."""
    if date.fromisoformat(answers["effective_on"]) < today(case.estate, now):
        raise Refused(_("生效日期不能早于今天"), field="effective_on")
    if answers["what"] != "issue" and (form := _form(answers)).withdrawn_on:
        said = _("%(form)s 已定于 %(day)s 作废，不能再变更")
        raise Refused(said % {"form": form.name, "day": form.withdrawn_on}, field="form")


def decide(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any] | None:
    """Approved: the new edition is on the register, and the old one ends on the day on which it begins."""
    if not answers["allowed"]:
        return None
    facts, us = case.answers, {"actor": actor, "now": now}
    day = date.fromisoformat(facts["effective_on"])
    if facts["what"] == "withdraw":
        actions.withdraw_form(**us, form=_form(facts), on=day)
        return _begins(case, day)
    new = {
        "title": facts["form_title"][:80], "edition": facts["edition"][:10], "issued_on": day,
        "retention": facts["retention"], "where_used": facts["where_used"][:80],
    }  # fmt: skip
    if facts["what"] == "change":
        form = actions.replace_form(**us, form=_form(facts), **new)
    else:
        form = actions.issue_form(**us, estate=case.estate, number=facts["form_number"][:30], **new)
    note_records(case, [MADE], {MADE.code: form.pk})
    return {MADE.code: form.pk, **_begins(case, day)}


def end_old(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """The day has come: the old edition leaves the register."""
    if case.answers["what"] != "issue":
        actions.retire_form(actor=actor, now=now, form=_form(case.answers))


def share_out(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused while old copies lie about."""
    if case.answers["what"] != "issue" and not answers["old_destroyed"]:
        raise Refused(_("收回的旧版要作废处理后才能办结，以免误用"), field="old_destroyed")


def _begins(case: Any, day: date) -> dict[str, str]:
    """The first moment of that day."""
    return {"begins_at": datetime.combine(day, time(), ZoneInfo(case.estate.time_zone)).isoformat()}


def _form(facts: Answers) -> ControlledForm:
    return ControlledForm.objects.get(pk=facts["form"])
