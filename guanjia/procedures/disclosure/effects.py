"""Whose data are asked for, who may have them, and what was given."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.directory.people.models import Occupancy
from guanjia.directory.people.queries import is_current
from guanjia.directory.places.models import Unit
from guanjia.directory.team.models import Staff
from guanjia.engine.params.values import Parameters
from guanjia.engine.register.lookups import one_of
from guanjia.engine.sop import OPENED_BY, Answers
from guanjia.engine.sop.fields import record
from guanjia.kernel.errors import Refused
from guanjia.procedures.disclosure.papers import KINDS, OFFICIAL
from guanjia.registers.disclosures.actions import grant_disclosure
from guanjia.registers.disclosures.models import Disclosure
from guanjia.work.cases.records import note_records
from guanjia.work.ledger.actions import today

LINE = record("disclosure", "客户资料查询", "disclosures")


def take_up(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The homes by id. Raises Refused for too long a time, unknown homes, or an owner who asks about others."""
    here, day = Parameters.of(case.estate, now), today(case.estate, now)
    until, longest = date.fromisoformat(answers["until"]), here.value("disclosure.longest_days")
    if until < day:
        raise Refused(_("有效期不能早于今天"), field="until")
    if until > day + timedelta(days=longest):
        said = _("有效期最长 %(days)d 天，请改短；到期仍需要的再申请")
        raise Refused(said % {"days": longest}, field="until")
    if answers["authority"] in OFFICIAL and int(answers["officers"]) < here.value(
        "disclosure.least_officers"
    ):
        raise Refused(_("须有两名以上办案人员到场并出示证件"), field="officers")
    units = _homes(case, answers["homes"], actor, most=here.value("disclosure.most_homes"))
    if answers["authority"] == "owner":
        _refuse_others(case, units, day)
    return {"unit_ids": [one.pk for one in units]}


def check(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused when the papers are not right: nothing is given without them."""
    if not answers["identity_ok"]:
        raise Refused(_("证件不符，不能提供客户资料"), field="identity_ok")
    if answers.get("papers_ok") is False:
        raise Refused(_("法律文书不全或无效，不能提供；请对方补齐"), field="papers_ok")


def decide(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any] | None:
    """Approved: no more than was asked for, until its day, for whoever opened the case and this approver."""
    if not answers["allowed"]:
        return None
    facts = case.answers
    if more := [one for one in answers["granted"] if one not in facts["kinds"]]:
        raise Refused(_("没有申请“%(kind)s”，不能提供") % {"kind": _(KINDS[more[0]])}, field="granted")
    day, until = today(case.estate, now), date.fromisoformat(facts["until"])
    if until < day:
        raise Refused(_("已到期，不能再交付；仍需要的请重新申请"), field="allowed")
    homes = "、".join(facts["homes"].split())
    made = grant_disclosure(
        actor=actor, now=now, estate=case.estate, number=case.number, asked_by=facts["asked_by"][:80],
        authority=facts["authority"], ground=facts["ground"][:120], purpose=facts["purpose"][:200],
        what=f"{'、'.join(KINDS[one] for one in answers['granted'])}（{homes}）"[:300], granted_on=day, until=until,
        unit_ids=facts["unit_ids"], kinds=answers["granted"], approver=Staff.objects.get(pk=actor.pk),
        handler=Staff.objects.get(pk=facts[OPENED_BY]),
    )  # fmt: skip
    note_records(case, [LINE], {LINE.code: made.pk})
    ends = datetime.combine(until + timedelta(days=1), time(), ZoneInfo(case.estate.time_zone))
    return {LINE.code: made.pk, "ends_at": ends.isoformat()}


def hand_over(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Raises Refused before the sheet was made, and after the last day."""
    given = Disclosure.objects.get(pk=case.answers[LINE.code])
    if not given.looks:
        said = _("还没有导出资料，请在“客户资料查询”台账中生成带水印的资料表")
        raise Refused(said)
    if given.until < today(case.estate, now):
        raise Refused(_("已到期，不能再交付；仍需要的请重新申请"))
    return {"given_on": today(case.estate, now).isoformat(), "given_what": given.what}


def _homes(case: Any, said: str, actor: Any, *, most: int) -> list[Unit]:
    names = list(dict.fromkeys(one.strip() for one in said.splitlines() if one.strip()))
    if len(names) > most:
        raise Refused(_("一次最多查询 %(most)d 户，请分次申请") % {"most": most}, field="homes")
    found: dict[int, Unit] = {}
    for name in names:
        try:
            unit = one_of(Unit, name, actor=actor, estate=case.estate)
        except Refused as no:
            raise Refused(_("%(home)s：没有找到这个房号，请核对") % {"home": name}, field="homes") from no
        found[unit.pk] = unit
    if not found:
        raise Refused(_("请写明查询哪些房屋"), field="homes")
    return list(found.values())


def _refuse_others(case: Any, units: list[Unit], day: date) -> None:
    """An owner sees his own data and nobody else's."""
    if case.customer_id is None:
        raise Refused(_("请先选择业主，再登记本人查询"), field="customer")
    rows = Occupancy.objects.filter(customer_id=case.customer_id, role=Occupancy.Role.OWNER, retired_at=None)
    mine = {one.unit_id for one in rows if is_current(one, day)}
    for unit in units:
        if unit.pk not in mine:
            said = _("%(home)s 不在%(who)s名下，业主本人只能查自己的资料")
            raise Refused(said % {"home": unit, "who": case.customer.name}, field="homes")
