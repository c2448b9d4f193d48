"""What parking does to spaces, cars and bills."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.registers.parking_spaces import actions as spaces
from guanjia.registers.parking_spaces.models import ParkingSpace
from guanjia.registers.vehicles import actions as vehicles
from guanjia.work.cases.models import Case, Step
from guanjia.work.cashier import effects as money

charge_fee = money.charge("parking")


def months_later(day: date, months: int) -> date:
    """The last day of so many months that begin on this day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1])) - timedelta(days=1)


def take_up(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Raises Refused for a term or visit that cannot be; a visitor's car may come in from now on."""
    plate = answers["plate"].replace(" ", "").upper()
    if answers["parking_kind"] in ("monthly", "lease") and int(answers["months"]) < 1:
        raise Refused(_("使用月数至少 1 个月"), field="months")
    if answers["parking_kind"] == "visitor":
        _admit_visitor(case, plate, answers, actor=actor, now=now)
    if answers["parking_kind"] == "transfer" and ParkingSpace.objects.get(pk=answers["space"]).is_free:
        raise Refused(_("这个车位没有人使用，请直接办理租赁或购买"), field="space")
    return {"plate": plate, "asked_at": now.isoformat()}


def assign_space(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Who asked first comes first. Raises Refused for a space in use or while somebody has waited longer."""
    if not answers["has_space"]:
        return
    space = ParkingSpace.objects.get(pk=answers["space"])
    if not space.is_free:
        raise Refused(
            _("车位 %(space)s 正由 %(who)s 使用") % {"space": space, "who": space.holder}, field="space"
        )
    taken = (
        _open(case).filter(case__answers__space=space.pk, code__in=("contract", "paid")).exclude(case=case)
    )
    if taken.exists():
        raise Refused(_("车位 %(space)s 已分给别人，正在办理") % {"space": space}, field="space")
    ahead = Case.objects.filter(
        estate_id=case.estate_id, procedure=case.procedure, opened_at__lt=case.opened_at,
        answers__parking_kind=case.answers["parking_kind"], steps__in=_open(case).filter(code="queue"),
    )  # fmt: skip
    if first := ahead.order_by("opened_at").first():
        raise Refused(_("%(number)s 登记更早，请先办理") % {"number": first.number}, field="has_space")


def sign_contract(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The term is known and the fee is on the bill; what is bought has no term."""
    billed = _bill(case, answers, actor, now)
    if case.answers["parking_kind"] == "sale":
        return billed
    return {**billed, **_term(case, date.fromisoformat(case.answers["since"]))}


def give(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Paid: the space is his and the car comes in."""
    facts = case.answers
    until = date.fromisoformat(facts["until"]) if facts.get("until") else None
    space = spaces.give_space(
        space=_space(case), actor=actor, now=now, use=facts["parking_kind"], holder=facts["car_owner"],
        plate=facts["plate"], until=until,
    )  # fmt: skip
    _admit(case, facts["plate"], facts["car_owner"], space=space, until=until, actor=actor, now=now)


def choose(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Time's up: it is asked what comes next."""
    return {"next": answers.get("next", "ask"), "timed_out": False}


def renew(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any] | None:
    if answers["next"] != "renew":
        return None
    if int(answers["months"]) < 1:
        raise Refused(_("使用月数至少 1 个月"), field="months")
    following = date.fromisoformat(case.answers["until"]) + timedelta(days=1)
    return {**_term(case, following), **_bill(case, answers, actor, now)}


def pass_on(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Another holder or car. Raises Refused without the word of the present holder or while fees are open."""
    if not answers["owner_agrees"]:
        raise Refused(_("原使用人没有同意，不能过户"), field="owner_agrees")
    money.require_paid(case=case, answers=answers, actor=actor, now=now)
    plate = answers["new_plate"].replace(" ", "").upper()
    old = _space(case)
    space = spaces.pass_on_space(space=old, actor=actor, now=now, holder=answers["new_holder"], plate=plate)
    if old.plate and old.plate != plate:
        vehicles.stop_vehicle(estate=case.estate, actor=actor, now=now, plate=old.plate)
    _admit(case, plate, answers["new_holder"], space=space, until=space.until, actor=actor, now=now)
    return {"plate": plate, "car_owner": answers["new_holder"]}


def take_back(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """The space is free again and the car stays out."""
    spaces.free_space(space=_space(case), actor=actor, now=now)
    vehicles.stop_vehicle(estate=case.estate, actor=actor, now=now, plate=case.answers["plate"])


def _admit_visitor(case: Any, plate: str, answers: Answers, *, actor: Any, now: datetime) -> None:
    until = datetime.fromisoformat(answers["visit_until"])
    longest = Parameters.of(case.estate, now).value("parking.visitor_hours")
    if until <= now:
        raise Refused(_("访客离开时间已经过去"), field="visit_until")
    if until - now > timedelta(hours=longest):
        said = _("临时停车最长 %(hours)d 小时，更久请办月卡")
        raise Refused(said % {"hours": longest}, field="visit_until")
    vehicles.admit_vehicle(
        estate=case.estate, actor=actor, now=now, plate=plate, right="visitor", until=until,
        kind=answers["car"], owner=answers["car_owner"][:60], unit=case.unit, looks=answers.get("looks", "")[:40],
    )  # fmt: skip


def _admit(
    case: Any, plate: str, holder: str, *, space: Any, until: date | None, actor: Any, now: datetime
) -> None:
    vehicles.admit_vehicle(
        estate=case.estate, actor=actor, now=now, plate=plate, right=space.use, space=space,
        until=_end_of(until, case) if until else None, kind=case.answers["car"], owner=holder[:60],
        unit=case.unit, looks=case.answers.get("looks", "")[:40],
    )  # fmt: skip


def _term(case: Any, since: date) -> dict[str, Any]:
    until = months_later(since, int(case.answers["months"]))
    before = Parameters.of(case.estate, case.opened_at).value("parking.remind_days")
    ends = _end_of(until, case)
    remind = ends - timedelta(days=before)
    return {"until": until.isoformat(), "until_at": ends.isoformat(), "remind_at": remind.isoformat()}


def _bill(case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    return dict(charge_fee(case=case, answers=answers, actor=actor, now=now) or {})


def _end_of(day: date, case: Any) -> datetime:
    return datetime.combine(day, time(23, 59), ZoneInfo(case.estate.time_zone))


def _open(case: Any) -> Any:
    return Step.objects.filter(
        estate_id=case.estate_id, case__procedure=case.procedure, done_at=None, cancelled_at=None
    )


def _space(case: Any) -> ParkingSpace:
    return ParkingSpace.objects.get(pk=case.answers["space"])
