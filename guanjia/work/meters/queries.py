"""What homes have used, for many at once, and what stands between a reading and its bill."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from guanjia.engine.access import Actor
from guanjia.work.meters.models import Meter, MeterReading
from guanjia.work.meters.rules import ZERO, MeterUsage, Reason, Usage

ROUND = 800

# One row for each meter that hung there in the period: what its readings in the period add up to, the last of them,
# and the counted one before the period. A meter with no counted reading yet has no start.
_USAGE = """
SELECT m.id, m.unit_id, m.number, m.multiplier, before.at, before.value, first.at, first.value,
       last.at, last.value, last.counted, last.starts, here.used * m.multiplier, here.estimated, here.ids
  FROM meters_meter m
  LEFT JOIN LATERAL (
    SELECT r."on" AS at, r.value FROM meters_meterreading r
     WHERE r.meter_id = m.id AND r."on" < %(start)s AND r.retired_at IS NULL
       AND (r.doubt = '' OR r.confirmed_at IS NOT NULL) ORDER BY r."on" DESC LIMIT 1) before ON true
  LEFT JOIN LATERAL (
    SELECT r."on" AS at, r.value FROM meters_meterreading r
     WHERE before.at IS NULL AND r.meter_id = m.id AND r."on" BETWEEN %(start)s AND %(end)s
       AND r.retired_at IS NULL ORDER BY r."on" LIMIT 1) first ON true
  LEFT JOIN LATERAL (
    SELECT r."on" AS at, r.value, r.doubt = '' OR r.confirmed_at IS NOT NULL AS counted,
           NOT EXISTS (SELECT FROM meters_meterreading e WHERE e.meter_id = m.id AND e."on" < r."on"
                          AND e.retired_at IS NULL) AS starts
      FROM meters_meterreading r
     WHERE r.meter_id = m.id AND r."on" BETWEEN %(start)s AND %(end)s AND r.retired_at IS NULL
     ORDER BY r."on" DESC LIMIT 1) last ON true
  LEFT JOIN LATERAL (
    SELECT sum(r.used) AS used, bool_or(r.estimated) AS estimated, array_agg(r.id ORDER BY r."on") AS ids
      FROM meters_meterreading r
     WHERE r.meter_id = m.id AND r."on" BETWEEN %(start)s AND %(end)s AND r.retired_at IS NULL
       AND (r.doubt = '' OR r.confirmed_at IS NOT NULL)) here ON true
 WHERE {which} AND m.kind = %(kind)s AND m.retired_at IS NULL
   AND (m.installed_on IS NULL OR m.installed_on <= %(end)s) AND (m.removed_on IS NULL OR m.removed_on >= %(start)s)
 ORDER BY m.unit_id, m.installed_on NULLS FIRST, m.id
"""


def usage(*, units: Iterable[Any], kind: str, start: date, end: date) -> dict[int, Usage]:
    """What each of these homes (units or their ids) used from `start` through `end`. One statement for any number.

    A reading belongs to the period it was taken in and counts from the last one before it, so consecutive periods
    add up to what the dial moved, each reading once. Every home is there: `amount` is None when `reason` says why.
    """
    ids = [getattr(unit, "pk", unit) for unit in units]
    found: dict[int, list[MeterUsage]] = defaultdict(list)
    period = {"kind": str(kind), "start": start, "end": end}
    for unit_id, part in _measured("m.unit_id = ANY(%(units)s)", {"units": ids, **period}):
        found[unit_id].append(part)
    return {pk: Usage(tuple(found[pk])) for pk in ids}


def shared_usage(*, estate: Any, kind: str, start: date, end: date) -> dict[int, Usage]:
    """The same for the meters of an estate that no home has for itself, by meter; one that took another's place
    counts with it, under the newest."""
    period = {"kind": str(kind), "start": start, "end": end}
    which = "m.unit_id IS NULL AND m.estate_id = %(estate)s"
    parts = {part.meter_id: part for _unit, part in _measured(which, {"estate": estate.pk, **period})}
    before = dict(
        Meter.objects.filter(pk__in=parts, replaces__in=parts).values_list("pk", "replaces_id").order_by()
    )
    newest = parts.keys() - set(before.values())
    return {pk: Usage(tuple(parts[each] for each in _chain(pk, before))) for pk in sorted(newest)}


def _chain(pk: int, before: dict[int, int]) -> list[int]:
    chain = [pk]
    while (older := before.get(chain[-1])) is not None:
        chain.append(older)
    return chain[::-1]


def _measured(which: str, values: dict[str, Any]) -> Iterable[tuple[int, MeterUsage]]:
    with connection.cursor() as cursor:
        cursor.execute(_USAGE.format(which=which), values)
        for row in cursor.fetchall():
            yield row[1], _part(row)


def _part(row: tuple[Any, ...]) -> MeterUsage:
    pk, _unit, number, multiplier, before_on, before, first_on, first, last_on, last, counted, starts = row[
        :12
    ]
    used, estimated, ids = row[12:]
    reason = ""
    if last_on is None:
        reason = Reason.NO_READING
    elif not counted:
        reason = Reason.UNCONFIRMED
    elif starts:
        reason = Reason.FIRST_ONLY
    return MeterUsage(
        pk, number, multiplier, before_on or first_on, first if before is None else before, last_on, last,
        used or ZERO, bool(estimated), reason, tuple(ids or ()),
    )  # fmt: skip


def with_last(meters: QuerySet[Meter], *, before: date | None = None) -> QuerySet[Meter]:
    """Meters with their newest counted reading (before a day): `last_on`, `last_value`, `last_mark`."""
    counted = MeterReading.objects.counted().filter(meter=OuterRef("pk")).order_by("-on")
    if before:
        counted = counted.filter(on__lt=before)
    return meters.annotate(
        last_on=Subquery(counted.values("on")[:1]),
        last_value=Subquery(counted.values("value")[:1]),
        last_mark=Subquery(counted.values("mark")[:1]),
    )


def unread(meters: QuerySet[Meter], *, since: date, through: date) -> QuerySet[Meter]:
    """Meters in use that nobody has read in these days."""
    seen = MeterReading.objects.current().filter(meter=OuterRef("pk"), on__range=(since, through))
    here = meters.in_use().exclude(installed_on__gt=through)  # type: ignore[attr-defined]
    return here.filter(~Exists(seen))


def sheet_of(estate: Any, *, actor: Actor, on: date, building: int | None, kind: str) -> list[Meter]:
    """The meters of a round in the order of the doors, each with its last reading and `today`, that of the day. As many
    as one form may hold; a larger estate is read by building (0: what belongs to none)."""
    meters = Meter.objects.visible_to(actor).in_use().filter(estate=estate, kind=kind)
    if building is not None:
        meters = meters.filter(building=building or None)
    rows = list(
        with_last(meters.with_place(), before=on)
        .exclude(installed_on__gt=on)
        .order_by("building__order", "building", F("unit__entrance"), "unit__floor", "unit__number", "pk")[
            :1000
        ]
    )
    today = {
        each.meter_id: each
        for each in MeterReading.objects.visible_to(actor).current().filter(meter__in=rows, on=on)
    }
    for meter in rows:
        meter.today = today.get(meter.pk)  # type: ignore[attr-defined]
    return rows
