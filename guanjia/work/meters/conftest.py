"""The cold water of 王阿姨's home, and how the technician reads it."""

from datetime import date

import pytest

from guanjia.testing import calendar
from guanjia.work.meters import actions
from guanjia.work.meters.models import Meter
from guanjia.work.meters.queries import usage

NOW = calendar.at("周三 10:00")
TODAY = NOW.date()
JAN, FEB, MAR = date(2026, 1, 28), date(2026, 2, 28), date(2026, 3, 28)
MONTH = {JAN: (date(2026, 1, 1), date(2026, 1, 31)), FEB: (date(2026, 2, 1), date(2026, 2, 28))}
MONTH[MAR] = (date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def meter(cast) -> Meter:
    """The cold water of 3-2-1501, which stood at 100 on 28 December."""
    return actions.register_meter(
        actor=cast.manager, now=NOW, estate=cast.estate, kind="cold_water", number="W1501", unit=cast.unit,
        installed_on=date(2025, 12, 28), start="100",
    )  # fmt: skip


@pytest.fixture
def read(cast):
    """`read(meter, JAN, "112")`, as the technician's phone sends it."""

    def take(meter, on, value, **more):
        return actions.take_reading(actor=cast.technician, now=NOW, meter=meter, on=on, value=value, **more)

    return take


def used(cast, month: date, kind: str = "cold_water"):
    start, end = MONTH[month]
    return usage(units=[cast.unit], kind=kind, start=start, end=end)[cast.unit.pk]
