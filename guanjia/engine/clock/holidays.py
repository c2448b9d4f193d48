"""Public holidays of mainland China, from the State Council's yearly list (package `chinesecalendar`)."""

from datetime import date, timedelta

import chinese_calendar

from guanjia.engine.clock.rules import Override


def cn_overrides(year: int) -> dict[date, Override]:
    """The dates of a year that differ from their weekday: holidays are off, make-up weekends are worked.

    Raises LookupError when the list of that year has not been published (or not been packed) yet.
    """
    found: dict[date, Override] = {}
    day = date(year, 1, 1)
    while day.year == year:
        try:
            is_off, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError as error:
            raise LookupError(year) from error
        if is_off and name:
            found[day] = Override("off", note=NAMES.get(name, name))
        elif not is_off and day.weekday() >= 5:
            found[day] = Override("work", note=NAMES.get(name or "", name or ""))
        day += timedelta(days=1)
    return found


NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
