"""The week in which the tests live: Monday 2026-11-16 to Sunday 22, in Shanghai."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 16, tzinfo=SHANGHAI)
SPOKEN = re.compile(r"(上|下*)周([一二三四五六日])(?: (\d{1,2}:\d{2}(?::\d{2})?))?")


def at(spoken: str) -> datetime:
    """`周五 16:00`, `下周一 9:00`, `上周三`, `下下周二 08:30`, or `2026-12-01 10:00`, as a moment in UTC."""
    found = SPOKEN.fullmatch(spoken)
    if not found:
        return datetime.fromisoformat(spoken).replace(tzinfo=SHANGHAI).astimezone(UTC)
    weeks, day, clock = found.groups()
    shift = -1 if weeks == "上" else len(weeks)
    moment = MONDAY + timedelta(weeks=shift, days="一二三四五六日".index(day))
    hour = time.fromisoformat((clock or "00:00").zfill(5))
    return datetime.combine(moment.date(), hour, SHANGHAI).astimezone(UTC)
