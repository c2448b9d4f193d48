"""When orders are looked after, and which days are to be compared."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
STATEMENT_HOUR = 10
"""From this hour of Beijing on, both providers have yesterday's statement (WeChat Pay: 10:00, Alipay: 9:00)."""
PATIENCE = timedelta(minutes=1)
"""So long a notice may be on its way before we ask."""
CATCH_UP = 7
"""So many days back a missed comparison is made up for."""


def days_to_compare(now: datetime, done: set[date]) -> list[date]:
    """Days of Beijing whose statement is there and was not compared yet, oldest first."""
    here = now.astimezone(BEIJING)
    newest = here.date() - timedelta(days=1 if here.hour >= STATEMENT_HOUR else 2)
    days = [newest - timedelta(days=back) for back in reversed(range(CATCH_UP))]
    return [day for day in days if day not in done]


def bounds(day: date) -> tuple[datetime, datetime]:
    """From the first moment of a day of Beijing to the first of the next."""
    start = datetime(day.year, day.month, day.day, tzinfo=BEIJING)
    return start, start + timedelta(days=1)


def day_of(at: datetime) -> date:
    return at.astimezone(BEIJING).date()
