"""What a repair finds out and remembers."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers

COVERED = ("waterproofing", "pipes", "wiring", "doors", "decoration", "heating")


def look_up_warranty(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Whether the part is still under the developer's warranty, counted in years from handover."""
    part, handed_over = answers.get("part"), _handed_over_on(case)
    if part not in COVERED or handed_over is None:
        return {"in_warranty": False}
    years = Parameters.of(case.estate, now).value(f"repair.warranty_{part}")
    until = years_later(handed_over, years)
    today = now.astimezone(ZoneInfo(case.estate.time_zone)).date()
    return {"in_warranty": today <= until, "warranty_until": until.isoformat()}


def years_later(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def give_to_own_people(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    return {"executor": "own"}


def give_to_contractor(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The developer's contractor mends what is under warranty, also when that turns out only on site."""
    return {"executor": "contractor", "in_warranty": True}


def _handed_over_on(case: Any) -> date | None:
    own = case.unit.handed_over_on if case.unit_id else None
    return own or case.estate.handed_over_on
