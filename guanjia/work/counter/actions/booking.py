"""Times kept for somebody."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Estate
from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor, require
from guanjia.engine.access.models import Reveal
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.engine.params.values import Parameters
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.counter import queries, rules
from guanjia.work.counter.actions.shared import SERVE, day_at, require_here, require_home_here, tell
from guanjia.work.counter.models import Appointment, Ticket
from guanjia.work.counter.parameters import CAPACITY, CLOSES, OPENS, SLOT


@transaction.atomic
def make_appointment(
    *, actor: Actor, now: datetime, estate: Estate, at: datetime, what: str, clerk: Staff | None = None,
    phone: str = "", key: str = "", **who: Any,
) -> Appointment:  # fmt: skip
    """Keep a time for `who` (customer, unit, name). Raises Refused when it is past, off the grid, full, or clashes."""
    require_here(actor, estate)
    require_home_here(who.get("unit"), estate.pk)
    if not what.strip():
        raise Refused(_("请写明要办什么"), field="what")
    if not (who.get("customer") or who.get("name", "").strip()):
        raise Refused(_("请写明谁来"), field="name")
    numbers = Parameters.of(estate, now)
    minutes = numbers.value(SLOT)
    zone = ZoneInfo(estate.time_zone)
    offered = rules.slots_of(
        day_at(estate, at), opens=numbers.value(OPENS), closes=numbers.value(CLOSES), minutes=minutes, zone=zone
    )  # fmt: skip
    if at <= now:
        raise Refused(_("这个时间已经过去"), field="at")
    if at not in offered:
        raise Refused(_("请从可预约的时段里选"), field="at")
    row = Appointment(
        company_id=estate.company_id, estate=estate, at=at, ends_at=at + timedelta(minutes=minutes), clerk=clerk,
        what=what.strip()[:40], phone=phone.strip()[:30], made_at=now, made_by_id=actor.pk, **who,
    )  # fmt: skip
    return once(
        Appointment, key=key, verb="counter.book", actor=actor, now=now,
        make=lambda: _seated(row, numbers.value(CAPACITY), actor, now),
    )  # fmt: skip


def _seated(row: Appointment, capacity: int, actor: Actor, now: datetime) -> Appointment:
    """On the first free seat; the database keeps two from the same one, so that the loser tries the next."""
    taken = queries.seats_at(row.estate_id, row.at, row.ends_at)
    for seat in (one for one in range(1, capacity + 1) if one not in taken):
        try:
            with transaction.atomic():
                row.pk, row.seat = None, seat
                row.save(force_insert=True)
        except IntegrityError as clash:
            if "appointment_clerk_apart" in str(clash):
                raise Refused(
                    _("%(clerk)s这个时间已有预约") % {"clerk": row.clerk.name}, field="clerk"
                ) from None
            continue
        record(actor=actor, now=now, verb="counter.booked", of=row)
        tell(row)
        return row
    raise Refused(_("这个时段已约满，请另选时间"), field="at")


@transaction.atomic
def cancel_appointment(*, actor: Actor, now: datetime, appointment: Appointment, why: str) -> Appointment:
    """He will not come; the time is free again. Raises Stale once he has arrived."""
    require(actor, SERVE)
    held = Appointment.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=appointment.pk)
    if held.cancelled_at or Ticket.objects.filter(appointment=held).exists():
        raise Stale(_("这个预约已经取号或取消"))
    with change(held, actor=actor, now=now, verb="counter.unbooked"):
        held.cancelled_at, held.cancelled_why = now, why.strip()[:100]
    tell(held)
    return held


def reveal_number(*, actor: Actor, now: datetime, appointment: Appointment) -> str:
    """The full phone number, for calling; who looked is written down."""
    require(actor, "phones.reveal")
    Reveal.objects.create(
        company_id=appointment.company_id, actor_id=actor.pk, at=now, model=appointment._meta.label_lower,
        object_id=appointment.pk, field="number", reason=_("预约 %(who)s") % {"who": appointment.who},
    )  # fmt: skip
    return appointment.phone
