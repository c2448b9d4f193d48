"""What moving in checks and brings about."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.access import system
from guanjia.engine.audit.trail import change
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.move_in.papers import PARTS, ROOMS
from guanjia.work.cases.actions import link_cases, register_case
from guanjia.work.ledger.models import Charge


def take_up(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    if case.unit_id is None:
        raise Refused(_("请先选择办理入住的房号"), field="unit")
    if case.unit.handed_over_on:
        raise Refused(_("这套房已于 %(day)s 交付") % {"day": case.unit.handed_over_on}, field="unit")


def verify(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused for papers that are missing and for anybody but the owner of the home."""
    needed = {
        "notice_shown": _("入住通知书"), "contract_shown": _("购房合同"), "id_shown": _("身份证件"),
        **({"proxy_shown": _("授权委托书")} if answers["who"] == "agent" else {}),
        **({"company_shown": _("营业执照、介绍信和经办人证件")} if answers["who"] == "company" else {}),
    }  # fmt: skip
    for name, what in needed.items():
        if not answers[name]:
            raise Refused(_("缺%(what)s，不能办理入住") % {"what": what}, field=name)
    owners = Occupancy.objects.filter(unit=case.unit_id, role=Occupancy.Role.OWNER, retired_at=None)
    if answers["buyer"] not in set(owners.values_list("customer__name", flat=True)):
        said = _("“%(name)s”不是这套房登记的业主，请核对合同和业主资料")
        raise Refused(said % {"name": answers["buyer"]}, field="buyer")


def sign(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    if not answers["clerk_stamped"]:
        raise Refused(_("请经办人先签字盖章"), field="clerk_stamped")


def settle(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused when it is said that all is paid and the books say otherwise."""
    if not answers["fund_checked"]:
        raise Refused(_("请先核对维修资金"), field="fund_checked")
    owed = [f"{fee.text} ¥{fee.outstanding}" for fee in Charge.objects.open().filter(unit=case.unit_id)]
    if answers["fees_paid"] and owed:
        raise Refused(_("还有费用未缴：%(list)s") % {"list": "、".join(owed)}, field="fees_paid")


def inspect(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Every finding becomes a rectification of its own: each bad part of a room, and what else was written down."""
    bad = [(code, label) for code, label in ROOMS.items() if answers[f"check_{code}"] == "bad"]
    if bad and answers["result"] == "good":
        said = _("%(part)s不合格，验收结果请选“有问题，需整改”")
        raise Refused(said % {"part": _(bad[0][1])}, field="result")
    found = [
        _("%(room)s%(part)s：%(words)s")
        % {"room": _(label), "part": _(PARTS[part]), "words": answers[f"words_{code}"]}
        for code, label in bad for part in answers[f"bad_{code}"]
    ]  # fmt: skip
    found += [one["name"] for one in answers.get("findings") or []] if answers["result"] == "findings" else []
    if answers["result"] == "findings" and not found:
        raise Refused(_("请写明哪里要整改：把有问题的房间选为“不合格”，或逐项填写"), field="findings")
    for one in found:
        order = register_case(
            actor=actor, now=now, estate=case.estate, procedure="rectification", words=one, unit=case.unit,
            customer=case.customer, channel=case.channel, answers={"finding": one},
        )  # fmt: skip
        link_cases(actor=system(case.company_id), now=now, case=case, other=order)
    return {"findings_count": len(found)}


def hand_over(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The home is the owner's from today."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=case.unit_id)
    with change(unit, actor=actor, now=now, verb="unit.handed_over"):
        unit.handed_over_on, unit.status = _today(case, now), Unit.Status.OCCUPIED
    return {"handed_over_on": unit.handed_over_on.isoformat()}


def set_deadline(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The contractor's days count from the finding, and anew when the owner did not accept."""
    by = now + timedelta(days=Parameters.of(case.estate, now).value("rectification.term"))
    return {"mend_by": by.isoformat(), "mend_by_day": _today(case, by).isoformat()}


def _today(case: Any, now: datetime) -> date:
    return now.astimezone(ZoneInfo(case.estate.time_zone)).date()
