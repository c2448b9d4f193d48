"""What a renovation checks, asks money for, issues and takes back."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.renovation.guards import has_failed, is_accepted
from guanjia.procedures.renovation.rules import amount_of, months_later, names_in
from guanjia.registers.contractors.models import Contractor
from guanjia.registers.passes import actions as passes
from guanjia.work.cashier import effects as money

OWNER, CONTRACTOR, PASS = "renovation", "renovation_contractor", "pass"


def look_at_contractor(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Raises Refused without a room, for impossible days, nobody to work, or a firm whose licence runs out."""
    begin, end = date.fromisoformat(answers["start_on"]), date.fromisoformat(answers["end_on"])
    if case.unit_id is None:
        raise Refused(_("请先选择装修的房号"), field="unit")
    if end < begin or end < localdate(now):
        raise Refused(_("竣工日期不能早于开工日期，也不能是过去的日期"), field="end_on")
    if not names_in(answers["workers"]):
        raise Refused(_("请每行写一名施工人员"), field="workers")
    _refuse_unlicensed(answers, end)
    return {}


def file_application(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Whether a pressure test is due: not in the months of heating."""
    heating = Parameters.of(case.estate, now).value("renovation.heating_months")
    return {
        "needs_pressure": str(localdate(now).month) not in heating,
        "filed_on": localdate(now).isoformat(),
    }


def ask_for_money(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Deposits of owner, contractor and for each pass, and the fee for taking waste away."""
    here = Parameters.of(case.estate, now)
    us = {"case": case, "actor": actor, "now": now}
    firm = Contractor.objects.get(pk=case.answers["contractor"]).name
    each = amount_of(here.value("renovation.pass_deposit"))
    waste = amount_of(here.value("renovation.waste_fee"))
    wanted = (
        (OWNER, amount_of(here.value("renovation.owner_deposit")), ""),
        (CONTRACTOR, amount_of(here.value("renovation.contractor_deposit")), firm),
        (PASS, each * len(names_in(case.answers["workers"])), firm),
    )
    asked: dict[str, Any] = {}
    for kind, amount, payer in wanted:
        if amount:
            asked |= money.hold_deposit(kind, amount, payer=payer)(answers={}, **us) or {}
    if waste:
        asked |= money.charge("waste")(answers={"amount": waste}, **us) or {}
    return asked


def issue_permit(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Number, period and a pass for each worker. Raises Refused while approval, tests or money are missing."""
    facts = case.answers
    if facts.get("approved") is not True:
        raise Refused(_("还没有批准，不能发许可证"))
    if facts.get("water_ok") is not True or has_failed(facts):
        raise Refused(_("试验没有合格，不能发许可证"))
    money.require_paid(case=case, answers=answers, actor=actor, now=now)
    begin, end = date.fromisoformat(answers["permit_from"]), date.fromisoformat(answers["permit_until"])
    if end < begin or end < localdate(now):
        raise Refused(_("许可期限的止日不能早于起日，也不能是过去的日期"), field="permit_until")
    firm = _refuse_unlicensed(facts, end)
    here = Parameters.of(case.estate, now)
    passes.issue_passes(
        actor=actor, now=now, estate=case.estate, unit=case.unit, contractor=firm, names=names_in(facts["workers"]),
        valid_from=begin, valid_until=end, deposit=amount_of(here.value("renovation.pass_deposit")),
        origin=money.origin_of(case),
    )  # fmt: skip
    return {"permit_number": case.number, "noise_hours": "、".join(here.value("renovation.noise_hours"))}


def recheck(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Put right, work may go on."""
    return {"stopped": False} if answers["rectified"] else {}


def ask_to_keep(*, case: Any, answers: Answers, actor: Any, now: datetime) -> Any:
    """Ask the cashier's desk to keep a part; somebody else approves it there."""
    keep = money.keep_from_deposit(answers["kept_from"])
    return keep(case=case, answers=answers, actor=actor, now=now)


def allow_change(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Later end and more items, for permit and passes alike. Raises Refused when the licence ends before."""
    if not answers["change_ok"]:
        return {}
    facts = case.answers
    until = date.fromisoformat(facts["new_until"])
    _refuse_unlicensed(facts, until)
    passes.extend_passes(actor=actor, now=now, origin=money.origin_of(case), estate=case.estate, until=until)
    items = dict.fromkeys((*facts["items"], *facts.get("new_items", ())))
    return {"permit_until": until.isoformat(), "items": list(items)}


def accept(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Accepted: passes are back, the owner's deposit may go at once, the contractor's waits for the second check."""
    if not is_accepted(answers):
        return {}
    us = {"case": case, "answers": answers, "actor": actor, "now": now}
    passes.return_passes(actor=actor, now=now, origin=money.origin_of(case), estate=case.estate)
    months = Parameters.of(case.estate, now).value("renovation.wait_months")
    again = months_later(localdate(now), months)
    let_go = (money.release_deposit(OWNER)(**us), money.release_deposit(PASS)(**us))
    return {"recheck_on": again.isoformat(), **let_go[0], **let_go[1]}


def release_contractor(*, case: Any, answers: Answers, actor: Any, now: datetime) -> Any:
    """No hidden fault: the contractor's deposit may go."""
    if not answers["sound"]:
        return {}
    return money.release_deposit(CONTRACTOR)(case=case, answers=answers, actor=actor, now=now)


def _refuse_unlicensed(facts: Answers, until: date) -> Contractor:
    firm = Contractor.objects.get(pk=facts["contractor"])
    if firm.retired_at or not firm.is_licensed(until):
        said = {"firm": firm.name, "day": firm.licence_until}
        raise Refused(_("%(firm)s的资质 %(day)s 到期，早于竣工，请先更新单位资料") % said, field="contractor")
    return firm
