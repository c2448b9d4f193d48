"""Arithmetic of rosters: when a shift of a day begins and ends, and the days of a month."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def span(day: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The shift's beginning and end as moments; one that ends at or before its start runs into the next day."""
    last_day = day if ends > starts else day + timedelta(days=1)
    return datetime.combine(day, starts, zone), datetime.combine(last_day, ends, zone)


def days_of(month: date) -> list[date]:
    """Every day of the month that `month` lies in."""
    return [month.replace(day=n) for n in range(1, monthrange(month.year, month.month)[1] + 1)]


def month_before(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def same_weekday(day: date, month: date) -> date | None:
    """The day of `month` with the same weekday in the same week of the month, or None when there is none.

    The rhythm of a roster is the week, so the second Tuesday is copied to the second Tuesday.
    """
    nth = (day.day - 1) // 7
    first = month.replace(day=1)
    offset = (day.weekday() - first.weekday()) % 7
    copied = first + timedelta(days=offset + 7 * nth)
    return copied if copied.month == month.month else None


def parse_month(text: str, *, today: date) -> date:
    """First day of the month written `2026-11`; this month when the text is not one."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
