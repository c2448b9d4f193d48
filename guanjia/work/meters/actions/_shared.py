"""What the actions have in common: reading a number, judging chains, saying what the database refuses."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.params.values import value
from guanjia.kernel.cells import fold
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.meters.models import Meter, MeterReading
from guanjia.work.meters.rules import PLACES, judge

_NUMBER = re.compile(r"\d{1,9}(\.\d{1,3})?")


def today(estate: Any, now: datetime) -> date:
    """The day it is at the estate."""
    return now.astimezone(ZoneInfo(estate.time_zone)).date()


def read_value(text: object, meter: Meter) -> Decimal:
    """A reading as typed, at most three places. Raises Refused for letters, signs, more digits than the dial has."""
    plain = re.sub(r"[,\s]", "", fold(str(text)))
    if not _NUMBER.fullmatch(plain):
        raise Refused(
            _("读数“%(text)s”不是数字。请只填表盘上的数字，最多三位小数，如 1234.5")
            % {"text": str(text)[:20]},
            field="value",
            code="not_a_number",
        )
    number = Decimal(plain).quantize(PLACES)
    if number >= 10**meter.dial:
        raise Refused(
            _("读数 %(value)s 超过这块表的表盘（%(dial)d 位整数），请核对是否多打了一位")
            % {"value": plain, "dial": meter.dial},
            field="value",
            code="beyond_dial",
        )
    return number


def refuse_day(meter: Meter, on: date, now: datetime) -> None:
    """Raises Refused when the meter cannot have been read on this day."""
    if on > today(meter.estate, now):
        raise Refused(_("抄表日期不能晚于今天"), field="on", code="day_ahead")
    if meter.retired_at or (meter.removed_on and on > meter.removed_on):
        raise Refused(_("这块表已经拆除，不能再登记读数。请选换上的新表"), field="on", code="removed")
    if meter.installed_on and on < meter.installed_on:
        said = _("抄表日期早于装表日期 %(day)s，请核对") % {"day": meter.installed_on}
        raise Refused(said, field="on", code="before_start")


def times_of(estate: Any, now: datetime) -> int:
    """How many times the mean use is a jump."""
    return int(value("meters.jump", estate=estate, now=now))


def chains_of(meters: Iterable[Meter]) -> dict[int, list[MeterReading]]:
    """Every current reading of these meters, oldest first."""
    chains: dict[int, list[MeterReading]] = defaultdict(list)
    ids = [meter.pk for meter in meters]
    for reading in MeterReading.objects.current().filter(meter__in=ids).order_by("on", "pk"):
        chains[reading.meter_id].append(reading)
    return chains


def settle(meter: Meter, chain: Sequence[MeterReading], times: int) -> list[MeterReading]:
    """Judge a meter's readings anew, in place; those that came out different. What came before a bill stands, even if
    the parameter of the estate is another now."""
    changed = []
    billed = max((at for at, each in enumerate(chain) if each.billed_at), default=-1)
    points = (each.point(settled=at <= billed) for at, each in enumerate(chain))
    judged = judge(points, dial=meter.dial, usual=meter.usual, times=times)
    for reading, found in zip(chain, judged, strict=True):
        doubt = found.doubt or (reading.doubt if reading.confirmed_at else "")
        if (reading.used, reading.mark, reading.doubt) != (found.used, found.mark, doubt):
            reading.used, reading.mark, reading.doubt = found.used, found.mark, doubt
            changed.append(reading)
    return changed


def resettle(meters: Sequence[Meter], times: int) -> None:
    """Judge and save all readings of these meters."""
    chains = chains_of(meters)
    changed = [each for meter in meters for each in settle(meter, chains[meter.pk], times)]
    if changed:
        with explained():
            MeterReading.objects.bulk_update(changed, ["used", "mark", "doubt"], batch_size=1000)


def locked(meter: Meter, actor: Actor) -> Meter:
    """The meter as it is now, held until the end of the transaction."""
    return (
        Meter.objects.visible_to(actor)
        .select_for_update(of=("self",), no_key=True)
        .select_related("estate", "building", "unit__building")
        .get(pk=meter.pk)
    )


@contextmanager
def explained() -> Iterator[None]:
    """What the database refuses comes out as Refused or Stale."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name not in _WORDS:
            raise
        raise _WORDS[name]() from error


_WORDS = {
    "reading_billed": lambda: Refused(
        _("这次或之后的读数已经出过账单，不能改动。请先由会计冲减那张账单"), code="billed"
    ),
    "reading_once_a_day": lambda: Stale(_("这块表当天刚有人登记过读数，请刷新后核对；要改请用“更正”")),
    "meter_number_once": lambda: Refused(_("本项目同一表种已有这个表号，请核对"), field="number"),
}
