"""Opening a batch, booking its half hours, welcoming those who come, calling them to a station."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Building, Estate, Unit
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import done, once, part_of
from guanjia.engine.audit.trail import change, record
from guanjia.engine.audit.words import written
from guanjia.engine.live.actions import signal
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cases.actions import complete_step, register_case
from guanjia.work.cases.models import Case, Channel, Step
from guanjia.work.movein.models import Batch, Call, Home, Slot
from guanjia.work.movein.queries import free_near, said_time
from guanjia.work.movein.rules import half_hours

LEAD, SERVE, SEE = "cases.supervise", "cases.register", "cases.view"
LONGEST = timedelta(days=60)


@transaction.atomic
def open_batch(
    *, actor: Actor, now: datetime, estate: Estate, name: str, starts_on: date, ends_on: date, opens: time,
    closes: time, rest: tuple[time, time] | None, capacity: int, buildings: Iterable[Building],
    places: Mapping[str, str], key: str = "",
) -> Batch:  # fmt: skip
    """Days, half hours and homes at once. Raises Refused when nothing is to be handed over there, or no slot fits."""
    require(actor, LEAD)
    if estate.pk not in actor.estate_ids:
        raise Refused(_("您不在这个项目任职"), field="estate")
    if not starts_on <= ends_on < starts_on + LONGEST:
        raise Refused(_("结束日期不能早于开始日期，一批最多 60 天"), field="ends_on")
    if not (times := half_hours(opens, closes, rest)):
        raise Refused(_("这段时间排不出半小时的时段"), field="closes")

    def make() -> Batch:
        batch = Batch(
            company_id=estate.company_id, estate=estate, name=name, starts_on=starts_on, ends_on=ends_on,
            capacity=capacity, places=dict(places), made_by_id=actor.pk, made_at=now,
        )  # fmt: skip
        _keep(batch)
        _invite(batch, chosen := list(buildings), now=now)
        _slice(batch, chosen, times)
        record(actor=actor, now=now, verb="movein.opened", of=batch, after={"name": name})
        return batch

    return once(Batch, key=key, verb="movein.open", actor=actor, now=now, make=make)


def _keep(batch: Batch) -> None:
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError:
        raise Refused(_("这个项目已经有“%(name)s”") % {"name": batch.name}, field="name") from None


def _invite(batch: Batch, buildings: list[Building], *, now: datetime) -> None:
    """Homes that are not handed over yet; who did not come to a batch that is past is invited anew."""
    past = Home.objects.filter(unit__building__in=buildings, withdrawn_at=None, arrived_at=None)
    past.filter(batch__ends_on__lt=batch.starts_on).update(withdrawn_at=now)
    taken = Home.objects.filter(withdrawn_at=None).values("unit")
    units = Unit.objects.filter(building__in=buildings, estate=batch.estate, kind=Unit.Kind.FLAT)
    units = units.filter(retired_at=None, handed_over_on=None).exclude(pk__in=taken)
    ours = {"company_id": batch.company_id, "estate_id": batch.estate_id, "batch": batch}
    if not Home.objects.bulk_create([Home(unit=unit, **ours) for unit in units]):
        raise Refused(_("所选楼栋没有待交付的房屋，或已在别的批次里"), field="buildings")


def _slice(batch: Batch, buildings: list[Building], times: list[time]) -> None:
    zone, days = ZoneInfo(batch.estate.time_zone), (batch.ends_on - batch.starts_on).days + 1
    ours = {"company_id": batch.company_id, "estate_id": batch.estate_id, "batch": batch}
    Slot.objects.bulk_create(
        Slot(
            building=building, capacity=batch.capacity,
            begins_at=datetime.combine(batch.starts_on + timedelta(days=day), at, zone), **ours,
        )
        for building in buildings for day in range(days) for at in times
    )  # fmt: skip


@transaction.atomic
def book_slot(
    *, actor: Actor, now: datetime, home: Home, slot: Slot, seen: int | None = None, channel: str = Channel.PHONE
) -> Home:  # fmt: skip
    """Give the home this half hour instead of the one that the person saw it have (`seen`, none at first).

    Raises Refused when it is full (with the nearest free ones), past, another building's, or the home has come;
    Stale when the home was booked in the meantime.
    """
    require(actor, SERVE)
    held = _held(home, actor)
    if held.slot_id == slot.pk:
        return held
    if held.slot_id != seen:
        said = (
            _("%(home)s刚由同事预约在 %(time)s，请看最新情况") if held.slot else _("%(home)s的预约刚被取消")
        )
        raise Stale(said % {"home": held, "time": said_time(held.slot) if held.slot else ""})
    if held.arrived_at:
        raise Refused(_("%(home)s已经到场，不用再预约") % {"home": held})
    wanted = _taken(slot, held, now)
    with change(held, actor=actor, now=now, verb="movein.booked"):
        held.slot, held.booked_at, held.channel = wanted, now, channel
    _tell(held)
    return held


def _taken(slot: Slot, home: Home, now: datetime) -> Slot:
    """The slot with one more in it and the old one with one less, both locked in the order of their ids."""
    both = [pk for pk in (slot.pk, home.slot_id) if pk]
    locked = {one.pk: one for one in Slot.objects.select_for_update().filter(pk__in=both).order_by("pk")}
    wanted = locked.get(slot.pk)
    if wanted is None or (wanted.batch_id, wanted.building_id) != (home.batch_id, home.unit.building_id):
        raise Refused(_("这个时段不是这套房所在楼栋的，请重新选择"))
    if wanted.ends_at <= now:
        raise Refused(_("%(time)s 已经过去，请选以后的时段") % {"time": said_time(wanted)})
    if wanted.free < 1:
        near = "、".join(said_time(one) for one in free_near(wanted, now=now))
        said = _("%(time)s 已约满，最近的空位：%(near)s") if near else _("%(time)s 已约满，后面也没有空位了")
        raise Refused(said % {"time": said_time(wanted), "near": near}, code="full")
    Slot.objects.filter(pk=home.slot_id).update(booked=F("booked") - 1)
    Slot.objects.filter(pk=wanted.pk).update(booked=F("booked") + 1)
    return wanted


@transaction.atomic
def cancel_booking(*, actor: Actor, now: datetime, home: Home) -> Home:
    """The half hour is free again. Raises Refused when the home has come; without a booking nothing changes."""
    require(actor, SERVE)
    held = _held(home, actor)
    if held.arrived_at:
        raise Refused(_("%(home)s已经到场，不能取消预约") % {"home": held})
    if held.slot_id:
        Slot.objects.filter(pk=held.slot_id).update(booked=F("booked") - 1)
        with change(held, actor=actor, now=now, verb="movein.unbooked"):
            held.slot, held.booked_at, held.channel = None, None, ""
        _tell(held)
    return held


@transaction.atomic
def welcome_home(*, actor: Actor, now: datetime, home: Home, key: str = "") -> Case:
    """The owner is here: his move-in case, opened once however often this is asked, or the one already running."""
    require(actor, SERVE)
    held = _held(home, actor)
    if held.case and held.case.state not in (Case.State.CANCELLED, Case.State.MERGED):
        return held.case
    case = Case.objects.filter(unit=held.unit_id, procedure="move_in").open().order_by("pk").first()
    case = case or register_case(
        actor=actor, now=now, estate=held.batch.estate, procedure="move_in", channel=Channel.COUNTER, unit=held.unit,
        words=written("办理入住（%(batch)s）") % {"batch": held.batch}, customer=_owner(held),
        key=part_of(key, held.pk),
    )  # fmt: skip
    with change(held, actor=actor, now=now, verb="movein.arrived"):
        held.case, held.arrived_at = case, now
    _tell(held)
    return case


@transaction.atomic
def call_home(*, actor: Actor, now: datetime, home: Home, station: str, take_over: bool = False) -> Call:
    """This person serves the home now. Raises Stale when it is no longer waiting here, or somebody else serves it."""
    require(actor, SEE)
    held = _held(home, actor)
    steps = Step.objects.filter(case=held.case_id, code=station).order_by("-pk")
    step = steps.filter(cancelled_at=None).select_related("done_by").first()
    if step is None or step.done_at:
        who = step.done_by.name if step and step.done_by else ""
        said = _("%(home)s在这一站已由%(who)s办完") if who else _("%(home)s现在不在这一站")
        raise Stale(said % {"home": held, "who": who})
    call = Call.objects.select_related("by").filter(step=step).first()
    if call and call.by_id != actor.pk:
        if not take_over:
            raise Stale(
                _("%(who)s正在为%(home)s办理") % {"who": call.by.name if call.by else "", "home": held}
            )
        with change(call, actor=actor, now=now, verb="movein.taken_over"):
            call.by_id = actor.pk
    call = call or Call.objects.create(
        company_id=held.company_id, estate_id=held.estate_id, home=held, step=step, by_id=actor.pk, at=now
    )
    _tell(held)
    return call


@transaction.atomic
def serve_home(
    *, actor: Actor, now: datetime, home: Home, station: str, answers: dict[str, Any],
    uploads: Iterable[tuple[str, UploadedFile]] = (), key: str = "",
) -> Case:  # fmt: skip
    """What this station does with the home: the step of its case, by whoever serves it. Raises as both of them do."""
    if earlier := done(Case, key=key, verb="case.step", actor=actor):
        return earlier
    call = call_home(actor=actor, now=now, home=home, station=station)
    return complete_step(
        actor=actor, now=now, case=call.step.case, step=station, answers=answers, uploads=uploads, key=key
    )


def _owner(home: Home) -> Customer | None:
    rows = Occupancy.objects.filter(unit=home.unit_id, role=Occupancy.Role.OWNER, retired_at=None)
    first = rows.select_related("customer").order_by("pk").first()
    return first.customer if first else None


def _held(home: Home, actor: Actor) -> Home:
    rows = Home.objects.visible_to(actor).select_for_update(of=("self",))
    rows = rows.select_related("unit__building", "batch__estate", "slot__batch__estate", "case")
    held = rows.filter(pk=home.pk, withdrawn_at=None).first()
    if held is None:
        raise Stale(_("这套房不在您的批次里，请刷新页面"))
    return held


def _tell(home: Home) -> None:
    signal(estate_id=home.estate_id, topic="movein")
