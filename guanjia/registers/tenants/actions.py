"""Tenants come, stay and leave. The directory of people follows."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.people import actions as people
from guanjia.directory.people.models import Occupancy
from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused, Stale
from guanjia.registers.tenants.models import Tenant


@transaction.atomic
def admit_tenant(
    *, unit: Any, actor: Actor, now: datetime, name: str, id_number: str, phone: str, persons: int, since: date,
    until: date, landlord: str,
) -> Tenant:  # fmt: skip
    """A tenant moves in, and is a customer of the home from the first day of the lease.

    The identity number is kept with the customer alone. Raises Refused when it or a date is wrong.
    """
    tenant = Tenant(
        company_id=unit.company_id, estate_id=unit.estate_id, unit=unit, name=name[:60], persons=persons,
        since=since, until=until, landlord=landlord[:60],
    )  # fmt: skip
    try:
        tenant.full_clean(exclude=["company", "estate"])
    except ValidationError as wrong:
        raise Refused(next(iter(wrong.message_dict.values()))[0]) from wrong
    customer = people.create_customer(actor=actor, now=now, name=name, phones=phone, id_number=id_number)
    tenant.occupancy = people.start_occupancy(
        actor=actor, now=now, customer=customer, unit=unit, role=Occupancy.Role.TENANT, since=since,
        residents=persons,
    )  # fmt: skip
    tenant.save()
    record(actor=actor, now=now, verb="tenants.admitted", of=tenant)
    return tenant


@transaction.atomic
def note_police(*, tenant: Tenant, actor: Actor, now: datetime, on: date) -> Tenant:
    """The police form was handed in."""
    held = _held(tenant)
    with change(held, actor=actor, now=now, verb="tenants.reported"):
        held.police_on = on
    return held


@transaction.atomic
def prolong_tenant(*, tenant: Tenant, actor: Actor, now: datetime, on: date, until: date) -> Tenant:
    """Still there, until a later day. Raises Refused for a day that is not later."""
    held = _held(tenant)
    if until <= held.until:
        raise Refused(_("新的租期止要晚于 %(until)s") % {"until": held.until}, field="new_until")
    with change(held, actor=actor, now=now, verb="tenants.prolonged"):
        held.until, held.checked_on = until, on
    return held


@transaction.atomic
def leave_tenant(*, tenant: Tenant, actor: Actor, now: datetime, on: date) -> Tenant:
    """Moved out: off the register, and no longer at home there."""
    held = _held(tenant)
    with change(held, actor=actor, now=now, verb="tenants.left"):
        held.retired_at, held.retired_why, held.checked_on = now, _("已搬离"), on
    if held.occupancy:
        people.end_occupancy(
            actor=actor, now=now, occupancy=held.occupancy, until=max(on, held.occupancy.since or on)
        )
    return held


def _held(tenant: Tenant) -> Tenant:
    rows = Tenant.objects.select_for_update(of=("self",)).select_related("occupancy")
    held = rows.get(pk=tenant.pk)
    if held.retired_at:
        raise Stale(_("这位租户已经搬离"))
    return held
