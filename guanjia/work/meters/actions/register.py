"""Which meters there are."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused
from guanjia.work.meters.actions import _shared
from guanjia.work.meters.actions.reading import new_reading, take_reading
from guanjia.work.meters.models import Meter, MeterReading

Source = MeterReading.Source


@transaction.atomic
def register_meter(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    kind: str,
    number: str,
    unit: Any = None,
    building: Any = None,
    place: str = "",
    multiplier: Decimal = Decimal(1),
    dial: int = 6,
    installed_on: date | None = None,
    start: str = "",
    key: str = "",
) -> Meter:
    """Put up a meter of a home, or a shared one of a building or the estate. `start` is what it shows (that day);
    without, the first reading will be the start. Raises Refused when the number is there already."""
    require(actor, "meters.edit")
    building = unit.building if unit else building
    for each in (unit, building):
        if each is not None and each.estate_id != estate.pk:
            raise Refused(_("房产和楼栋要属于同一个项目"), field="unit")
    if not number.strip():
        raise Refused(_("请填写表号"), field="number")
    if estate.pk not in actor.estate_ids:
        raise Refused(_("找不到这个项目。"), field="estate")

    def make() -> Meter:
        meter = Meter(
            company_id=estate.company_id, estate=estate, building=building, unit=unit, kind=kind,
            number=number.strip()[:40], place=place.strip()[:60], multiplier=multiplier, dial=dial,
            installed_on=installed_on,
        )  # fmt: skip
        _create(meter, actor=actor, now=now, start=start)
        return meter

    return once(Meter, key=key, verb="meter.register", actor=actor, now=now, make=make)


@transaction.atomic
def edit_meter(*, actor: Actor, now: datetime, meter: Meter, **fields: Any) -> Meter:
    """Correct number, place or dial. What it is of, its kind and multiplier do not change: replace it instead."""
    require(actor, "meters.edit")
    unknown = fields.keys() - {"number", "place", "dial"}
    if unknown:
        raise ValueError(f"not to be edited: {sorted(unknown)}")
    meter = _shared.locked(meter, actor)
    with _shared.explained(), transaction.atomic(), change(meter, actor=actor, now=now, verb="meter.edited"):
        for name, value in fields.items():
            setattr(meter, name, value)
    return meter


@transaction.atomic
def replace_meter(
    *,
    actor: Actor,
    now: datetime,
    meter: Meter,
    on: date,
    last: str,
    number: str,
    start: str,
    multiplier: Decimal | None = None,
    dial: int | None = None,
    key: str = "",
) -> Meter:
    """Take a meter down with its last reading and put another in its place with its start. Returns the new one; the
    use of the period is that of both together."""
    require(actor, "meters.edit")
    if not number.strip():
        raise Refused(_("请填写新表的表号"), field="number")

    def make() -> Meter:
        old = remove_meter(actor=actor, now=now, meter=meter, on=on, last=last)
        new = Meter(
            company_id=old.company_id, estate=old.estate, building=old.building, unit=old.unit, kind=old.kind,
            number=number.strip()[:40], place=old.place, installed_on=on, replaces=old,
            multiplier=old.multiplier if multiplier is None else multiplier, dial=dial or old.dial,
        )  # fmt: skip
        _create(new, actor=actor, now=now, start=start or "0")
        return new

    return once(Meter, key=key, verb="meter.replace", actor=actor, now=now, make=make)


@transaction.atomic
def remove_meter(*, actor: Actor, now: datetime, meter: Meter, on: date, last: str) -> Meter:
    """Take a meter down for good, with its last reading."""
    require(actor, "meters.edit")
    meter = _shared.locked(meter, actor)
    if meter.removed_on or meter.retired_at:
        raise Refused(_("这块表已经拆除"), field="on")
    take_reading(actor=actor, now=now, meter=meter, on=on, value=last, source=Source.REMOVAL)
    if MeterReading.objects.current().filter(meter=meter, on__gt=on).exists():
        raise Refused(_("拆表日期之后还有读数，请核对日期"), field="on")
    with change(meter, actor=actor, now=now, verb="meter.removed"):
        meter.removed_on = on
    return meter


def _create(meter: Meter, *, actor: Actor, now: datetime, start: str) -> None:
    """Save a new meter, and its start when it is known."""
    value = _shared.read_value(start, meter) if start.strip() else None
    on = meter.installed_on or _shared.today(meter.estate, now)
    _shared.refuse_day(meter, on, now)
    with _shared.explained(), transaction.atomic():
        meter.save()
    record(actor=actor, now=now, verb="meter.registered", of=meter, after={"number": meter.number})
    if value is not None:
        new_reading(meter, actor=actor, now=now, on=on, value=value, source=Source.START).save()
