"""What the register of tenants learns."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.engine.sop.fields import record
from guanjia.kernel import idnumber
from guanjia.kernel.errors import Refused
from guanjia.registers.tenants import actions
from guanjia.registers.tenants.models import Tenant
from guanjia.work.cases.records import note_records

LINE = record("tenant", "租户", "tenants")


def take_up(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused without a home, for a wrong identity number or a lease that is over."""
    if case.unit_id is None:
        raise Refused(_("请先选择租住的房号"), field="unit")
    if not idnumber.read(answers["tenant_id"]).number:
        raise Refused(_("证件号码不对，请核对"), field="tenant_id")
    if int(answers["persons"]) < 1:
        raise Refused(_("居住人数要大于零"), field="persons")
    since, until = (date.fromisoformat(answers[name]) for name in ("since", "until"))
    if until < since or until < _today(case, now):
        raise Refused(_("租期止要晚于租期起，也不能已经过去"), field="until")


def admit(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Seen and agreed to: on the register, and a customer of the home."""
    if not answers["id_matches"]:
        raise Refused(_("证件与本人不符，不能登记；请本人携带有效证件"), field="id_matches")
    if not answers["landlord_agrees"]:
        raise Refused(_("出租人没有确认，不能登记；请先联系出租人"), field="landlord_agrees")
    facts = case.answers
    tenant = actions.admit_tenant(
        unit=case.unit, actor=actor, now=now, name=facts["tenant_name"], id_number=facts["tenant_id"],
        phone=facts["tenant_phone"], persons=int(facts["persons"]), since=date.fromisoformat(facts["since"]),
        until=date.fromisoformat(facts["until"]), landlord=facts["landlord"],
    )  # fmt: skip
    note_records(case, [LINE], {"tenant": tenant.pk})
    return {"tenant": tenant.pk, **_check_at(case, tenant)}


def report(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    on = date.fromisoformat(answers["police_on"])
    if on > _today(case, now):
        raise Refused(_("报送日期不能晚于今天"), field="police_on")
    actions.note_police(tenant=_tenant(case), actor=actor, now=now, on=on)


def check(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Still there until a later day, or gone."""
    what = {"tenant": _tenant(case), "actor": actor, "now": now}
    if answers["still_there"] == "left":
        left = date.fromisoformat(answers["left_on"])
        if left > _today(case, now):
            raise Refused(_("搬离日期不能晚于今天"), field="left_on")
        actions.leave_tenant(**what, on=left)
        return {}
    new = date.fromisoformat(answers["new_until"])
    tenant = actions.prolong_tenant(**what, on=_today(case, now), until=new)
    return {"until": new.isoformat(), **_check_at(case, tenant)}


def _check_at(case: Any, tenant: Tenant) -> dict[str, str]:
    """The morning of the last day of the lease."""
    morning = datetime.combine(tenant.until, time(9), ZoneInfo(case.estate.time_zone))
    return {"check_at": morning.isoformat()}


def _today(case: Any, now: datetime) -> date:
    return now.astimezone(ZoneInfo(case.estate.time_zone)).date()


def _tenant(case: Any) -> Tenant:
    return Tenant.objects.get(pk=case.answers["tenant"])
