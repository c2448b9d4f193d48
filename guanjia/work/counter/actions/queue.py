"""Tickets: taken, called, served."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Estate, Unit
from guanjia.engine.access import Actor, require
from guanjia.engine.access.actor import may
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.engine.numbering.models import next_number
from guanjia.engine.params.values import Parameters
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases.models import Case
from guanjia.work.counter import queries, rules
from guanjia.work.counter.actions.shared import SERVE, day_at, require_here, require_home_here, tell
from guanjia.work.counter.models import Appointment, Ticket, TicketCase
from guanjia.work.counter.parameters import EARLY, LATE


@transaction.atomic
def take_ticket(
    *, actor: Actor, now: datetime, estate: Estate, what: str, customer: Customer | None = None,
    unit: Unit | None = None, name: str = "", key: str = "",
) -> Ticket:  # fmt: skip
    """The next number of the day for a walk-in. Raises Refused without a word on what for."""
    require_here(actor, estate)
    require_home_here(unit, estate.pk)
    if not what.strip():
        raise Refused(_("请写明要办什么，如“交费”“取钥匙”"), field="what")
    person = {"what": what.strip()[:40], "customer": customer, "unit": unit, "name": name.strip()[:60]}
    return once(
        Ticket, key=key, verb="counter.take", actor=actor, now=now,
        make=lambda: _numbered(actor, now, estate, **person),
    )  # fmt: skip


@transaction.atomic
def receive_appointment(*, actor: Actor, now: datetime, appointment: Appointment) -> Ticket:
    """Somebody who is expected has arrived: a ticket that goes before the walk-ins near its time. Raises Stale."""
    held = Appointment.objects.visible_to(actor).select_for_update(of=("self",)).select_related("estate")
    kept = held.get(pk=appointment.pk)
    require_here(actor, kept.estate)
    if kept.cancelled_at or Ticket.objects.filter(appointment=kept).exists():
        raise Stale(_("这个预约已经取号或取消"))
    if day_at(kept.estate, kept.at) != day_at(kept.estate, now):
        raise Refused(_("这个预约不是今天的，请改约或直接取号"))
    numbers = Parameters.of(kept.estate, now)
    ahead = rules.ahead_from(kept.at, now, early=numbers.value(EARLY), late=numbers.value(LATE))
    return _numbered(
        actor, now, kept.estate, what=kept.what, customer=kept.customer, unit=kept.unit, name=kept.name,
        appointment=kept, ahead_from=ahead,
    )  # fmt: skip


def _numbered(actor: Actor, now: datetime, estate: Estate, **more: object) -> Ticket:
    day = day_at(estate, now)
    home = {"company_id": estate.company_id, "estate_id": estate.pk}
    number = next_number(**home, kind="ticket", period=f"{day:%Y%m%d}")
    ticket = Ticket.objects.create(**home, day=day, number=number, taken_at=now, taken_by_id=actor.pk, **more)
    record(actor=actor, now=now, verb="counter.taken", of=ticket)
    tell(ticket)
    return ticket


@transaction.atomic
def call_next(*, actor: Actor, now: datetime, estate: Estate, window: int = 1, key: str = "") -> Ticket:
    """Whoever is first now comes to this window; two clerks at once get two different people.

    Raises Refused while the clerk still has somebody at the window, or when nobody waits.
    """
    require_here(actor, estate)
    if not 1 <= window <= 99:
        raise Refused(_("窗口号请填 1 到 99"), field="window")
    return once(
        Ticket, key=key, verb="counter.call", actor=actor, now=now,
        make=lambda: _called(actor, now, estate, window),
    )  # fmt: skip


def _called(actor: Actor, now: datetime, estate: Estate, window: int) -> Ticket:
    if busy := Ticket.objects.filter(clerk_id=actor.pk, served_at=None, left_at=None).first():
        raise Refused(_("%(number)s 号还在您的窗口，请先办完或标记离开") % {"number": busy.label})
    first = queries.waiting(estate.pk, day=day_at(estate, now), now=now)
    ticket = first.select_for_update(of=("self",), skip_locked=True).first()
    if ticket is None:
        raise Refused(_("没有人在等"))
    try:
        with transaction.atomic(), change(ticket, actor=actor, now=now, verb="counter.called"):
            ticket.clerk_id, ticket.window, ticket.calls = actor.pk, window, 1
            ticket.called_at = ticket.last_called_at = max(now, ticket.taken_at)
    except IntegrityError:
        raise Stale(_("您的窗口已经叫了号，请刷新")) from None
    tell(ticket)
    return ticket


@transaction.atomic
def call_again(*, actor: Actor, now: datetime, ticket: Ticket) -> Ticket:
    """He did not come: his number is shown once more."""
    held = _at_my_window(actor, ticket)
    with change(held, actor=actor, now=now, verb="counter.called_again"):
        held.calls, held.last_called_at = held.calls + 1, now
    tell(held)
    return held


@transaction.atomic
def finish_ticket(*, actor: Actor, now: datetime, ticket: Ticket) -> Ticket:
    """What he came for is done. Raises Stale when it was finished before, Forbidden at a colleague's window."""
    held = _at_my_window(actor, ticket)
    with change(held, actor=actor, now=now, verb="counter.served"):
        held.served_at = now
    tell(held)
    return held


@transaction.atomic
def leave_queue(*, actor: Actor, now: datetime, ticket: Ticket) -> Ticket:
    """He went away unserved, from the queue or not having come to the window. Raises Stale, Forbidden."""
    held = _locked(actor, ticket)
    _refuse_colleagues(actor, held)
    with change(held, actor=actor, now=now, verb="counter.left"):
        held.left_at = now
    tell(held)
    return held


@transaction.atomic
def identify(
    *, actor: Actor, now: datetime, ticket: Ticket, customer: Customer | None, unit: Unit | None, name: str = ""
) -> Ticket:  # fmt: skip
    """Who he is, as it turned out at the window."""
    held = _locked(actor, ticket)
    require_home_here(unit, held.estate_id)
    with change(held, actor=actor, now=now, verb="counter.identified"):
        held.customer, held.unit = customer, unit
        held.name = name.strip()[:60] or ("" if customer else held.name)
    tell(held)
    return held


def link_case(*, actor: Actor, now: datetime, ticket: Ticket | None, case: Case) -> None:
    """This matter came up at the window. Nothing happens when the ticket is not this clerk's or of another estate."""
    mine = ticket and ticket.clerk_id == actor.pk and ticket.estate_id == case.estate_id
    if not ticket or not mine or TicketCase.objects.filter(case=case).exists():
        return
    TicketCase.objects.create(
        company_id=ticket.company_id, estate_id=ticket.estate_id, ticket=ticket, case=case
    )
    record(actor=actor, now=now, verb="counter.matter", of=ticket, after={"case": case.number})
    tell(ticket)


def _locked(actor: Actor, ticket: Ticket) -> Ticket:
    require(actor, SERVE)
    held = Ticket.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=ticket.pk)
    if held.is_over:
        raise Stale(_("%(number)s 号已经办完或离开") % {"number": held.label})
    return held


def _at_my_window(actor: Actor, ticket: Ticket) -> Ticket:
    held = _locked(actor, ticket)
    if held.called_at is None:
        raise Refused(_("%(number)s 号还没有叫到") % {"number": held.label})
    _refuse_colleagues(actor, held)
    return held


def _refuse_colleagues(actor: Actor, held: Ticket) -> None:
    if held.clerk_id not in (None, actor.pk) and not may(actor, "cases.supervise"):
        raise Forbidden(_("%(number)s 号由同事接待") % {"number": held.label})
