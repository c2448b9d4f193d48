"""What a round finds, and what becomes of it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.engine.access import system
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.vacant_units.papers import FOUND, SEASONS
from guanjia.registers.vacant_units import actions
from guanjia.registers.vacant_units.models import VacantUnit
from guanjia.work.cases.actions import link_cases, register_case
from guanjia.work.cases.models import Case

CHECKS = {"water_off": True, "power_off": True, "windows_shut": True, "leaks": False, "pests": False}
SEASONAL = ("storm_ready", "frost_ready")


def take_on(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """One running care for each home. Raises Refused when there is one already."""
    running = Case.objects.filter(
        estate_id=case.estate_id, procedure=case.procedure, closed_at=None, answers__vacant=answers["vacant"]
    ).exclude(pk=case.pk)  # fmt: skip
    if other := running.exclude(state="cancelled").first():
        raise Refused(_("这套房已在巡查，见 %(number)s") % {"number": other.number}, field="vacant")
    unit = _vacant(case).unit
    case.unit = case.unit or unit
    return {"opened_for": unit.pk}


def write_down(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The round is in the register; every fault becomes a repair; the next round has its date."""
    _refuse_without_season(case, answers, now)
    found = list(answers.get("found", ()))
    if missing := _unexplained(answers, found):
        raise Refused(_("“%(check)s”不正常，请在发现问题里勾选并说明") % {"check": missing}, field="found")
    if found and not answers.get("found_words"):
        raise Refused(_("请说明发现的问题"), field="found_words")
    for part in found:
        _repair(case, part, answers["found_words"], actor=actor, now=now)
    every = Parameters.of(case.estate, now).value("vacant_units.every_days")
    again, on = now + timedelta(days=every), date.fromisoformat(answers["checked_on"])
    if on > _today(case, now):
        raise Refused(_("巡查日期不能晚于今天"), field="checked_on")
    actions.note_round(
        vacant=_vacant(case), actor=actor, now=now, on=on, again_on=_today(case, again), faults=len(found)
    )
    return {"next_round_at": again.isoformat(), "faults": len(found)}


def choose(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """When nobody chose, it is time for the next round."""
    return {"next": answers.get("next", "round"), "timed_out": False}


def check_visit(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused when the visit ends before it begins or lies ahead."""
    came, left = (datetime.fromisoformat(answers[name]) for name in ("visit_from", "visit_to"))
    if left <= came:
        raise Refused(_("离开时间要晚于进入时间"), field="visit_to")
    if not answers["left_in_order"]:
        raise Refused(_("请先关好水电门窗再登记离开"), field="left_in_order")


def hand_over(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    actions.hand_over(vacant=_vacant(case), actor=actor, now=now, to=answers["handed_to"])


def _refuse_without_season(case: Any, answers: Answers, now: datetime) -> None:
    """The stormy and the frosty months have checks of their own."""
    numbers, month = Parameters.of(case.estate, now), str(_today(case, now).month)
    for season in ("storm", "frost"):
        if month in numbers.value(f"vacant_units.{season}_months") and answers["season"] != season:
            said = _("本月要做“%(season)s”检查") % {"season": _(SEASONS[season])}
            raise Refused(said, field="season")


def _unexplained(answers: Answers, found: list[str]) -> str:
    wrong = [name for name, right in CHECKS.items() if answers[name] is not right]
    wrong += [name for name in SEASONAL if answers.get(name) is False]
    names = {
        "water_off": _("水阀"), "power_off": _("电源"), "windows_shut": _("门窗"), "leaks": _("渗漏水"),
        "pests": _("虫鼠害"), "storm_ready": _("防汛防台"), "frost_ready": _("防冻"),
    }  # fmt: skip
    return names[wrong[0]] if wrong and not found else ""


def _repair(case: Any, part: str, words: str, *, actor: Any, now: datetime) -> None:
    said = _("空置房 %(unit)s 巡查发现%(fault)s：%(words)s") % {
        "unit": _vacant(case), "fault": _(FOUND[part]), "words": words,
    }  # fmt: skip
    repair = register_case(
        actor=actor, now=now, estate=case.estate, procedure="repair", words=said, unit=case.unit,
        answers={"kind": "public", "part": part}, channel=case.channel,
    )  # fmt: skip
    link_cases(actor=system(case.company_id), now=now, case=case, other=repair)


def _vacant(case: Any) -> VacantUnit:
    return VacantUnit.objects.select_related("unit__building").get(pk=case.answers["vacant"])


def _today(case: Any, now: datetime) -> date:
    return now.astimezone(ZoneInfo(case.estate.time_zone)).date()
