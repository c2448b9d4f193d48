"""What is checked before anybody lights a flame."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from guanjia.engine.params.values import value
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.hot_work import rules
from guanjia.registers.contractors.models import Contractor


def check_application(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Raises Refused for an expired licence of the operator or the firm and for a window that is too long."""
    begin, end = _moment(answers["from_at"]), _moment(answers["until_at"])
    _refuse_window(case, begin, end, now=now, field="until_at")
    _refuse_licence(answers, end)
    if answers.get("contractor"):
        firm = Contractor.objects.get(pk=answers["contractor"])
        if not firm.is_licensed(localdate(end)):
            said = {"firm": firm.name, "day": firm.licence_until}
            raise Refused(_("%(firm)s的资质 %(day)s 到期，请先更新单位资料") % said, field="contractor")
    return {"permit_from": begin.isoformat(), "permit_until": end.isoformat()}


def ask_longer(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused when the work cannot be made longer until then."""
    if answers["ending"] == "longer":
        end = _moment(answers["longer_until"])
        _refuse_window(case, _moment(case.answers["permit_until"]), end, now=now, field="longer_until")
        _refuse_licence(case.answers, end)


def make_longer(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    return {"permit_until": case.answers["longer_until"]} if answers["longer_ok"] else {}


def _refuse_window(case: Any, begin: datetime, end: datetime, *, now: datetime, field: str) -> None:
    hours = value("hot_work.longest", estate=case.estate, now=now)
    said = {
        rules.BACKWARDS: _("结束时间要晚于开始时间"),
        rules.ENDED: _("结束时间已经过去"),
        rules.TOO_LONG: _("一次动火不超过 %(hours)s 小时，到时仍未完成请申请延长") % {"hours": hours},
    }
    if fault := rules.fault_of_window(begin, end, hours=hours, now=now):
        raise Refused(said[fault], field=field)


def _refuse_licence(answers: Answers, end: datetime) -> None:
    until = date.fromisoformat(answers["licence_until"])
    if rules.fault_of_licence(until, localdate(end)):
        said = {"day": until}
        raise Refused(
            _("操作证 %(day)s 到期，不能办理动火证，请换持有效证件的人") % said, field="licence_until"
        )


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)
