"""A year of water meters: every flat read each month, a few of the last round doubtful, a few not read at all."""

from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from guanjia.directory.places.models import Building, Unit
from guanjia.engine.imports import bulk
from guanjia.work.meters.models import Meter, MeterReading
from guanjia.work.meters.rules import judge

ROUND_DAY = 25
READERS = ("陈师傅", "李师傅")


def fill_meters(estate: Any, months: int = 12, *, now: datetime) -> int:
    """Cold water of every flat and the pump room's electricity, read on the 25th of each month up to today.

    Returns the number of readings. Call it inside the row scope of the estate's company.
    """
    chance = Random(estate.code)
    days = _rounds(now.date(), months)
    units = list(Unit.objects.filter(estate=estate, kind=Unit.Kind.FLAT, retired_at=None).order_by("pk"))
    home = {"company_id": estate.company_id, "estate_id": estate.pk, "installed_on": days[0]}
    meters = [
        Meter(
            **home,
            unit=unit,
            building_id=unit.building_id,
            number=f"LS{unit.key.replace('-', '')}",
            place="水井",
        )
        for unit in units
    ]
    shared = Building.objects.filter(estate=estate).order_by("order", "pk")[:3]
    meters += [
        Meter(**home, building=each, kind=Meter.Kind.ELECTRICITY, number=f"GD{each.pk}", place="楼道照明")
        for each in shared
    ]
    bulk.insert(Meter, meters)
    readings = [one for meter in meters for one in _year(meter, days, chance, now)]
    bulk.insert(MeterReading, readings)
    return len(readings)


def _rounds(today: date, months: int) -> list[date]:
    """The days of the rounds, oldest first: the start and `months` rounds after it."""
    last = today.year * 12 + today.month - 1 - (today.day < ROUND_DAY)
    return [date(at // 12, at % 12 + 1, ROUND_DAY) for at in range(last - months, last + 1)]


def _year(meter: Meter, days: list[date], chance: Random, now: datetime) -> list[MeterReading]:
    empty = bool(meter.unit and meter.unit.status == Unit.Status.VACANT)
    month = chance.uniform(5, 14) if meter.unit_id else chance.uniform(150, 260)
    value = Decimal(chance.randrange(20, 900))
    made = []
    for at, on in enumerate(days):
        if at:
            value += Decimal(0 if empty else round(month * chance.uniform(0.8, 1.2), 1))
        made.append(
            MeterReading(
                company_id=meter.company_id, estate_id=meter.estate_id, meter=meter, on=on, value=value, at=now,
                source=MeterReading.Source.SHEET if at else MeterReading.Source.START, by_name=chance.choice(READERS),
            )
        )  # fmt: skip
    _spoil(made, chance)
    judged = judge((each.point(settled=False) for each in made), dial=meter.dial, usual=meter.usual, times=3)
    for reading, found in zip(made, judged, strict=True):
        reading.used, reading.mark, reading.doubt = found.used, found.mark, found.doubt
    return made


def _spoil(made: list[MeterReading], chance: Random) -> None:
    """The last round as rounds are: one in sixty nobody opened the door, one in a hundred odd."""
    luck = chance.random()
    if luck < 1 / 60:
        made.pop()
    elif luck < 1 / 60 + 1 / 200:
        made[-1].value = max(made[-2].value - 30, Decimal(0))
    elif luck < 1 / 60 + 2 / 200:
        made[-1].value += 180
