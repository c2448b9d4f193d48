"""Setting parameters."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import EVERYWHERE, Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import record
from guanjia.engine.events import emit
from guanjia.engine.params import rules
from guanjia.engine.params.declared import declaration
from guanjia.engine.params.events import ParameterSet
from guanjia.engine.params.models import ParameterValue
from guanjia.engine.params.values import Parameters
from guanjia.kernel.errors import Forbidden, Refused


@transaction.atomic
def set_parameter(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    value: Any,
    reason: str,
    estate: Any = None,
    branch: Any = None,
    since: datetime | None = None,
    key: str = "",
) -> ParameterValue:
    """Let `name` be worth `value` at an estate, a branch or (both empty) the company, from `since` on.

    `value` None means: inherit again. Raises Forbidden, and Refused with the field at fault.
    """
    _refuse_others_places(actor, estate=estate, branch=branch)
    require(actor, "parameters.edit")
    since = since or now
    kept = _checked(name, value, reason=reason, since=since, now=now)
    place = {
        "company_id": actor.company_id,
        "branch_id": branch.pk if branch else None,
        "estate_id": estate.pk if estate else None,
    }
    before = Parameters(
        **{**place, "branch_id": getattr(estate, "branch_id", place["branch_id"])}, now=now
    ).found(name)

    def make() -> ParameterValue:
        row = ParameterValue.objects.create(
            **place, key=name, value=kept, since=since, at=now, by_id=actor.pk, reason=reason.strip()
        )
        record(
            actor=actor, now=now, verb="parameter.set", of=row,
            before={name: rules.dump(before.value)}, after={name: kept, "since": since.isoformat()},
        )  # fmt: skip
        emit(ParameterSet(name, row.company_id, row.estate_id, since, now))
        return row

    return once(ParameterValue, key=key, verb="parameter.set", actor=actor, now=now, make=make)


def _refuse_others_places(actor: Actor, *, estate: Any, branch: Any) -> None:
    place = estate or branch
    if place is not None and place.company_id != actor.company_id:
        raise Forbidden(_("这个项目不属于您的公司"))
    if estate is not None and estate.pk not in actor.estate_ids:
        raise Forbidden(_("您不负责这个项目，不能改它的参数"))
    if estate is None and actor.estate_ids is not EVERYWHERE:
        raise Forbidden(_("区域和公司的参数由负责全部项目的人修改"))


def _checked(name: str, value: Any, *, reason: str, since: datetime, now: datetime) -> Any:
    try:
        parameter = declaration(name)
    except KeyError:
        raise Refused(_("没有这个参数：%(name)s") % {"name": name}, field="name") from None
    if not reason.strip():
        raise Refused(_("请写明修改原因"), field="reason")
    if since < now:
        raise Refused(_("生效时间不能早于现在"), field="since")
    if value is None:
        return None
    try:
        return rules.dump(rules.load(parameter, value))
    except ValueError:
        raise Refused(_("“%(label)s”不接受这个取值") % {"label": _(parameter.label)}, field="value") from None
