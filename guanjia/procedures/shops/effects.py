"""What is decided about shops."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.registers.shops import actions
from guanjia.registers.shops.models import Shop
from guanjia.work.cases.models import Case
from guanjia.work.cashier.effects import keep_from_deposit, release_deposit, require_paid

release = release_deposit("promotion")
keep = keep_from_deposit("promotion")


def take_up(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Raises Refused for a file with gaps, a second care for one shop, or a promotion that cannot be."""
    shop = _shop(case)
    case.unit = case.unit or shop.unit
    if answers["shop_matter"] == "opening":
        _refuse_gaps(shop, date.fromisoformat(answers["opening_on"]))
    if answers["shop_matter"] == "promotion":
        _refuse_promotion(shop, answers, now)
    else:
        _refuse_second(case)
    return {"shop_name": shop.name}


def open_shop(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any] | None:
    if not answers["allowed"]:
        return None
    on = date.fromisoformat(case.answers["opening_on"])
    actions.open_shop(shop=_shop(case), actor=actor, now=now, on=on)
    return _next_round(case, now)


def write_down(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The round is in the shop's file; a violation is described, and who is gone leaves the register."""
    if answers["gone"]:
        actions.leave_shop(shop=_shop(case), actor=actor, now=now)
        return {}
    found = answers.get("violations", [])
    if found and not answers.get("violation_words"):
        raise Refused(_("请说明违规情况"), field="violation_words")
    on = date.fromisoformat(answers["checked_on"])
    if on > now.astimezone(ZoneInfo(case.estate.time_zone)).date():
        raise Refused(_("巡查日期不能晚于今天"), field="checked_on")
    actions.note_round(shop=_shop(case), actor=actor, now=now, on=on, violation=bool(found))
    return {"violations": found, **_next_round(case, now)}


def set_term(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The days to put it right count from the notice."""
    days = Parameters.of(case.estate, now).value("shops.rectify_days")
    return {"rectify_by": (now + timedelta(days=days)).isoformat()}


def issue_permit(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Raises Refused while the deposit is not paid."""
    require_paid(case=case, answers=answers, actor=actor, now=now)
    return {"permit_number": f"CX-{case.number}"}


def settle(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The place is as it was and the deposit goes back, or a part of it is asked to be kept."""
    what = release if answers["place_clean"] else keep
    return dict(what(case=case, answers=answers, actor=actor, now=now) or {})


def let_go(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """What is left of the deposit goes back."""
    return dict(release(case=case, answers=answers, actor=actor, now=now) or {})


def _refuse_gaps(shop: Shop, on: date) -> None:
    if missing := actions.lacks(shop, on):
        said = _("商铺档案还缺：%(list)s。请先在商铺台账里补齐")
        raise Refused(said % {"list": "、".join(missing)}, field="shop", code="incomplete")


def _refuse_promotion(shop: Shop, answers: Answers, now: datetime) -> None:
    begins, ends = (datetime.fromisoformat(answers[name]) for name in ("promotion_from", "promotion_to"))
    if begins <= now or ends <= begins:
        raise Refused(_("促销时间要在将来，结束晚于开始"), field="promotion_from")
    if shop.opened_on is None:
        raise Refused(_("商铺还没有开业，不能办促销许可"), field="shop")


def _refuse_second(case: Any) -> None:
    running = Case.objects.filter(
        estate_id=case.estate_id, procedure=case.procedure, closed_at=None, answers__shop=case.answers["shop"],
        answers__shop_matter__in=("opening", "round"),
    )  # fmt: skip
    if other := running.exclude(pk=case.pk).exclude(state="cancelled").first():
        raise Refused(_("这家商铺已在办理，见 %(number)s") % {"number": other.number}, field="shop")


def _next_round(case: Any, now: datetime) -> dict[str, Any]:
    every = Parameters.of(case.estate, now).value("shops.every_days")
    return {"next_round_at": (now + timedelta(days=every)).isoformat()}


def _shop(case: Any) -> Shop:
    return Shop.objects.select_related("unit").get(pk=case.answers["shop"])
