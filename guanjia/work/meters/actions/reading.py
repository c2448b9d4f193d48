"""Taking readings: a round sheet at once, or one from the phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import record
from guanjia.kernel.errors import Refused
from guanjia.work.meters.actions import _shared
from guanjia.work.meters.models import Meter, MeterReading

LARGEST = 15 * 1024 * 1024
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
Source = MeterReading.Source


@dataclass(frozen=True)
class Taken:
    """What became of one line of a sheet: the reading, or why it was refused."""

    meter: Meter
    reading: MeterReading | None = None
    refused: str = ""


@transaction.atomic
def take_readings(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    on: date,
    values: Mapping[int, str],
    source: str = Source.SHEET,
) -> list[Taken]:
    """Keep the lines of a round sheet (meter id → reading as typed). Each line is kept or refused by itself.

    The same value on the same day again changes nothing, so a sheet may be sent twice. Raises Forbidden; Stale when
    somebody else types the same meter at the same moment.
    """
    require(actor, "meters.read")
    meters = list(
        Meter.objects.visible_to(actor)
        .filter(estate=estate, pk__in=values)
        .with_place()
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    chains = _shared.chains_of(meters)
    times = _shared.times_of(estate, now)
    taken: list[Taken] = []
    for meter in meters:
        taken.append(_line(actor, now, meter, chains[meter.pk], on, values[meter.pk], source))
    _keep(taken, chains, times, actor=actor, now=now)
    return taken


@transaction.atomic
def take_reading(
    *,
    actor: Actor,
    now: datetime,
    meter: Meter,
    on: date,
    value: str,
    source: str = Source.PHONE,
    photo: UploadedFile | None = None,
    key: str = "",
) -> MeterReading:
    """One reading, with the photo of the dial if there is one. Raises Refused, naming what to do."""
    require(actor, "meters.read")
    if photo:
        _refuse_photo(photo)

    def make() -> MeterReading:
        held = _shared.locked(meter, actor)
        chains = _shared.chains_of([held])
        line = _line(actor, now, held, chains[held.pk], on, value, source)
        if line.reading is None:
            raise Refused(line.refused, field="value")
        if photo and line.reading.pk is None:
            line.reading.photo = photo
        _keep([line], chains, _shared.times_of(held.estate, now), actor=actor, now=now)
        return line.reading

    return once(MeterReading, key=key, verb="meter.read", actor=actor, now=now, make=make)


def _line(
    actor: Actor, now: datetime, meter: Meter, chain: list[MeterReading], on: date, text: str, source: str
) -> Taken:
    """The reading of one line, not yet saved, put into its place in the chain; or the refusal."""
    try:
        value = _shared.read_value(text, meter)
        _shared.refuse_day(meter, on, now)
        if known := next((each for each in chain if each.on == on), None):
            if known.value == value:
                return Taken(meter, known)
            refuse_another(known)
        refuse_before(chain, on)
    except Refused as no:
        return Taken(meter, refused=str(no))
    reading = new_reading(meter, actor=actor, now=now, on=on, value=value, source=source)
    chain.append(reading)
    chain.sort(key=lambda each: each.on)
    return Taken(meter, reading)


def refuse_another(known: MeterReading) -> None:
    """Raises Refused: this day has another reading."""
    said = _("当天已有读数 %(value)s。要改请打开这块表用“更正”")
    raise Refused(said % {"value": f"{known.value.normalize():f}"}, code="read_already")


def refuse_before(chain: Sequence[MeterReading], on: date) -> None:
    """Raises Refused when a day lies before the start, or before what a bill stands on."""
    if chain and on < chain[0].on:
        said = _("抄表日期早于起始读数的日期 %(day)s，请核对") % {"day": chain[0].on}
        raise Refused(said, field="on", code="before_start")
    if any(each.billed_at and each.on > on for each in chain):
        raise Refused(
            _("这个日期之后的读数已经出过账单，不能再补登。请登记到最近一次抄表之后"),
            field="on",
            code="billed",
        )


def _keep(
    taken: Sequence[Taken],
    chains: Mapping[int, list[MeterReading]],
    times: int,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Judge what is new, and what comes after it, and save both."""
    fresh = [line for line in taken if line.reading is not None and line.reading.pk is None]
    later: list[MeterReading] = []
    for line in fresh:
        later += [each for each in _shared.settle(line.meter, chains[line.meter.pk], times) if each.pk]
    with _shared.explained(), transaction.atomic():
        for line in fresh:
            if line.reading is not None and line.reading.photo:
                line.reading.save()
        MeterReading.objects.bulk_create(
            line.reading for line in fresh if line.reading is not None and line.reading.pk is None
        )
        MeterReading.objects.bulk_update(later, ["used", "mark", "doubt"])
    for line in fresh:
        said = {"on": str(line.reading.on), "value": str(line.reading.value)} if line.reading else {}
        record(actor=actor, now=now, verb="meter.read", of=line.meter, after=said)


def new_reading(meter: Meter, *, actor: Actor, now: datetime, **what: Any) -> MeterReading:
    """An unsaved reading."""
    return MeterReading(
        company_id=meter.company_id,
        estate_id=meter.estate_id,
        meter=meter,
        mark=what["value"],
        at=now,
        by_id=actor.pk,
        by_name=actor.name,
        **what,
    )


def _refuse_photo(photo: UploadedFile) -> None:
    head = photo.read(8)
    photo.seek(0)
    if (photo.size or 0) > LARGEST or not head.startswith(SIGNATURES):
        raise Refused(_("这不是照片，或者超过 15 MB。请重拍一张"), field="photo")
