"""Who is booked, who is where, and how long they wait."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet

from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.queries import units_named
from guanjia.engine.access import Actor
from guanjia.work.cases.models import Case, Step
from guanjia.work.movein.models import Batch, Call, Home, Slot, Station
from guanjia.work.movein.rules import average, nearest

OVER = ("followup",)
OWNERS = Prefetch(
    "unit__occupancies",
    Occupancy.objects.filter(role=Occupancy.Role.OWNER, retired_at=None).select_related("customer").order_by("pk"),
    to_attr="owners_now",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One home: `step` is the open one, `state` invited, booked, late, here, done or stopped."""

    home: Home
    state: str
    step: Step | None = None

    @property
    def owners(self) -> str:
        return "、".join(one.customer.name for one in self.home.unit.owners_now)

    @property
    def call(self) -> Call | None:
        return getattr(self.step, "called", None) if self.step else None

    @property
    def station(self) -> str:
        return self.step.code if self.state == "here" and self.step else ""


@dataclass(frozen=True)
class Load:
    """One station: homes that wait, that are served, done today, and the average wait in minutes."""

    station: Station
    waiting: int
    served: int
    done: int
    wait: int | None


def today_of(batch: Batch, now: datetime) -> date:
    return now.astimezone(ZoneInfo(batch.estate.time_zone)).date()


def said_time(slot: Slot) -> str:
    """`11-22 09:30`, by the clock of the estate."""
    return f"{slot.begins_at.astimezone(ZoneInfo(slot.batch.estate.time_zone)):%m-%d %H:%M}"


def day_bounds(batch: Batch, day: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(day, time(), ZoneInfo(batch.estate.time_zone))
    return begin, begin + timedelta(days=1)


def homes_of(actor: Actor, batch: Batch) -> QuerySet[Home]:
    """With all that a line shows."""
    rows = Home.objects.visible_to(actor).filter(batch=batch, withdrawn_at=None)
    return rows.select_related("unit__building", "slot", "case").prefetch_related(OWNERS)


def rows_of_day(actor: Actor, batch: Batch, day: date, *, now: datetime) -> list[Row]:
    """Booked for the day or come on it. Three statements."""
    begin, end = day_bounds(batch, day)
    booked = Q(slot__begins_at__gte=begin, slot__begins_at__lt=end)
    came = Q(arrived_at__gte=begin, arrived_at__lt=end)
    homes = homes_of(actor, batch).filter(booked | came).order_by("slot__begins_at", "unit__sort_key")
    return rows_for(actor, homes, now=now)


def rows_for(actor: Actor, homes: Iterable[Home], *, now: datetime) -> list[Row]:
    """Each home with its open step. One statement besides the homes."""
    homes = list(homes)
    cases = [home.case_id for home in homes if home.case_id]
    steps = Step.objects.visible_to(actor).filter(case__in=cases, done_at=None, cancelled_at=None)
    found = {step.case_id: step for step in steps.select_related("called__by").order_by("-pk")}
    return [Row(home, _state(home, found.get(home.case_id), now), found.get(home.case_id)) for home in homes]


def _state(home: Home, step: Step | None, now: datetime) -> str:
    if home.case is None:
        if home.slot is None:
            return "invited"
        return "late" if home.slot.ends_at < now else "booked"
    if home.case.state in (Case.State.CANCELLED, Case.State.MERGED):
        return "stopped"
    return "done" if step is None or step.code in OVER else "here"


def at_station(actor: Actor, batch: Batch, station: str, *, now: datetime) -> list[Row]:
    """Homes that wait at one station, whoever waits longest first; of earlier days too."""
    steps = Step.objects.visible_to(actor).filter(code=station, done_at=None, cancelled_at=None)
    homes = homes_of(actor, batch).filter(case__in=steps.values("case"))
    rows = [row for row in rows_for(actor, homes, now=now) if row.station == station]
    return sorted(rows, key=lambda row: row.step.entered_at if row.step else now)


def loads(actor: Actor, batch: Batch, rows: Iterable[Row], day: date) -> list[Load]:
    """The stations of the day. One statement: the steps done, from entering to being called."""
    begin, end = day_bounds(batch, day)
    mine = batch.homes.filter(withdrawn_at=None).values("case")
    done = Step.objects.visible_to(actor).filter(case__in=mine, code__in=Station.values)
    done = done.filter(done_at__gte=begin, done_at__lt=end).select_related("called")
    waits, ended = defaultdict(list), defaultdict(int)
    for step in done:
        ended[step.code] += 1
        if hasattr(step, "called"):
            waits[step.code].append(step.called.at - step.entered_at)
    here: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        here[row.station].append(row)
    return [
        Load(
            one, sum(row.call is None for row in here[one]), sum(row.call is not None for row in here[one]),
            ended[one], average(waits[one]),
        )
        for one in Station
    ]  # fmt: skip


def open_at(actor: Actor, batch: Batch) -> dict[str, int]:
    """How many homes stand at each step now. One statement."""
    mine = batch.homes.filter(withdrawn_at=None).values("case")
    steps = Step.objects.visible_to(actor).filter(case__in=mine, done_at=None, cancelled_at=None)
    return dict(steps.values_list("code").annotate(Count("pk")).order_by())


def sought(actor: Actor, batch: Batch, typed: str) -> QuerySet[Home]:
    """Homes of the batch by room or owner, for those who come without a booking."""
    named = [unit.pk for unit in units_named(typed, actor=actor, estate=batch.estate)]
    known = Occupancy.objects.filter(
        role=Occupancy.Role.OWNER, retired_at=None, customer__name__icontains=typed
    )
    meant = Q(unit__in=named) | Q(unit__number=typed) | Q(unit__in=known.values("unit"))
    return homes_of(actor, batch).filter(meant).order_by("unit__sort_key")


def slow(rows: Iterable[Row], *, now: datetime) -> list[Row]:
    """Those whose step, or the manager's word they wait for, is past its time."""
    return [
        row for row in rows if row.state == "here" and row.step and row.step.due_at and row.step.due_at < now
    ]


def progress(actor: Actor, batch: Batch) -> dict[str, int]:
    """Homes invited, booked, come and handed over, of the whole batch. One statement."""
    return Home.objects.visible_to(actor).filter(batch=batch, withdrawn_at=None).aggregate(
        total=Count("pk"), booked=Count("slot"), came=Count("case"),
        done=Count("pk", filter=Q(unit__handed_over_on__isnull=False)),
    )  # fmt: skip


def slots_for(actor: Actor, home: Home) -> QuerySet[Slot]:
    """The half hours of the home's building."""
    mine = Slot.objects.visible_to(actor).filter(batch=home.batch_id, building=home.unit.building_id)
    return mine.select_related("batch__estate").order_by("begins_at")


def free_near(wanted: Slot, *, now: datetime) -> list[Slot]:
    """The nearest half hours of the same building with room."""
    rows = Slot.objects.filter(batch=wanted.batch_id, building=wanted.building_id, begins_at__gt=now)
    return nearest([slot for slot in rows.select_related("batch__estate") if slot.free > 0], wanted.begins_at)


def with_counts(rows: QuerySet[Batch]) -> QuerySet[Batch]:
    """Batches with homes in `total`, those `booked` and those `done`."""
    here = Q(homes__withdrawn_at=None)
    return rows.select_related("estate").annotate(
        total=Count("homes", filter=here), booked=Count("homes__slot", filter=here),
        done=Count("homes", filter=here & Q(homes__unit__handed_over_on__isnull=False)),
    )  # fmt: skip
