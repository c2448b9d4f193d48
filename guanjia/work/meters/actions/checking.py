"""A person looks at what the arithmetic doubts: confirms, corrects, or estimates what nobody could read."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.meters.actions import _shared
from guanjia.work.meters.actions.reading import new_reading
from guanjia.work.meters.models import Meter, MeterReading
from guanjia.work.meters.rules import BACKWARDS, HISTORY, estimate, yardstick


@transaction.atomic
def confirm_reading(
    *, actor: Actor, now: datetime, reading: MeterReading, reason: str, rolled: bool = False
) -> MeterReading:
    """The doubtful reading is right, and why; it may be billed from now on.

    `rolled`: the dial passed its end. A lower reading for another reason adds nothing until the dial has caught up.
    """
    require(actor, "meters.edit")
    reason = _reason(reason)
    meter = _shared.locked(reading.meter, actor)
    reading = _fresh(reading, actor)
    if reading.is_counted:
        raise Stale(_("这条读数不用确认，或刚被别人确认过，请刷新"))
    if rolled and reading.doubt != BACKWARDS:
        raise Refused(_("读数没有倒走，不能按表盘翻转确认"), field="rolled")
    with _shared.explained(), change(reading, actor=actor, now=now, verb="reading.confirmed"):
        reading.confirmed_at, reading.confirmed_by_id = now, actor.pk
        reading.reason, reading.rolled = reason, rolled
    _shared.resettle([meter], _shared.times_of(meter.estate, now))
    reading.refresh_from_db()
    return reading


@transaction.atomic
def correct_reading(
    *, actor: Actor, now: datetime, reading: MeterReading, value: str, reason: str, key: str = ""
) -> MeterReading:
    """Write a correction of a reading; the wrong one stays to be seen, retired. Refused once a bill stands on it."""
    require(actor, "meters.edit")
    reason = _reason(reason)

    def make() -> MeterReading:
        meter = _shared.locked(reading.meter, actor)
        old = _fresh(reading, actor)
        right = _shared.read_value(value, meter)
        if right == old.value:
            raise Refused(_("更正后的读数与原来相同"), field="value")
        with _shared.explained(), change(old, actor=actor, now=now, verb="reading.corrected"):
            old.retired_at = now
        made = new_reading(
            meter,
            actor=actor,
            now=now,
            on=old.on,
            value=right,
            source=old.source,
            reason=reason,
            corrects=old,
        )
        with _shared.explained(), transaction.atomic():
            made.save()
        _shared.resettle([meter], _shared.times_of(meter.estate, now))
        made.refresh_from_db()
        return made

    return once(MeterReading, key=key, verb="reading.correct", actor=actor, now=now, make=make)


@transaction.atomic
def estimate_readings(
    *, actor: Actor, now: datetime, estate: Any, meters: Iterable[int], on: date, reason: str
) -> list[MeterReading]:
    """For meters that nobody could read: where they would stand after ordinary use, marked as estimated, confirmed by
    the reason. Meters that were read that day or later, or never, are left out. The next real reading sets it right.
    """
    require(actor, "meters.edit")
    reason = _reason(reason)
    held = list(
        Meter.objects.visible_to(actor)
        .filter(estate=estate, pk__in=list(meters))
        .in_use()
        .with_place()
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )
    chains, times = _shared.chains_of(held), _shared.times_of(estate, now)
    made = [
        each
        for meter in held
        if (each := _estimate(meter, chains[meter.pk], actor, now, on, reason)) is not None
    ]
    for meter in held:
        _shared.settle(meter, chains[meter.pk], times)
    with _shared.explained(), transaction.atomic():
        MeterReading.objects.bulk_create(made)
    for each in made:
        record(actor=actor, now=now, verb="reading.estimated", of=each, after={"reason": reason})
    return made


def _estimate(
    meter: Meter, chain: list[MeterReading], actor: Actor, now: datetime, on: date, reason: str
) -> MeterReading | None:
    _shared.refuse_day(meter, on, now)
    if not chain or chain[-1].on >= on or not chain[-1].is_counted:
        return None
    counted = [each for each in chain if each.is_counted]
    history = [(after.used, (after.on - before.on).days) for before, after in pairwise(counted)][-HISTORY:]
    days = (on - chain[-1].on).days
    value = estimate(chain[-1].mark, yardstick(history, meter.usual), days) % 10**meter.dial
    made = new_reading(
        meter, actor=actor, now=now, on=on, value=value, source=MeterReading.Source.ESTIMATE, estimated=True,
        confirmed_at=now, confirmed_by_id=actor.pk, reason=reason, rolled=value < chain[-1].mark,
    )  # fmt: skip
    chain.append(made)
    return made


def _reason(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("请写明原因，如“已电话核实，家中漏水”"), field="reason")
    return text[:200]


def _fresh(reading: MeterReading, actor: Actor) -> MeterReading:
    found = MeterReading.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=reading.pk)
    if found.retired_at:
        raise Stale(_("这条读数刚被更正过，请刷新"))
    if found.billed_at:
        raise Refused(_("这次或之后的读数已经出过账单，不能改动。请先由会计冲减那张账单"), code="billed")
    return found
