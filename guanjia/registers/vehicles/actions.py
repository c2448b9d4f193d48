"""The right of cars to come in."""

from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change, record
from guanjia.registers.vehicles.models import Vehicle


@transaction.atomic
def admit_vehicle(
    *, estate: Any, actor: Actor, now: datetime, plate: str, right: str, until: datetime | None,
    space: Any = None, **values: Any,
) -> Vehicle:  # fmt: skip
    """The car may come in until then (None: for good). A plate not yet known is written down."""
    known = Vehicle.objects.select_for_update(of=("self",)).filter(
        estate=estate, plate=plate, retired_at=None
    )
    vehicle = known.first()
    if vehicle is None:
        vehicle = Vehicle.objects.create(company_id=estate.company_id, estate=estate, plate=plate, **values)
        record(actor=actor, now=now, verb="vehicles.created", of=vehicle)
    with change(vehicle, actor=actor, now=now, verb="vehicles.admitted"):
        vehicle.right, vehicle.valid_until, vehicle.space = right, until, space
        for name, value in values.items():
            setattr(vehicle, name, value)
    return vehicle


@transaction.atomic
def stop_vehicle(*, estate: Any, actor: Actor, now: datetime, plate: str) -> None:
    """The car may no longer come in; a plate nobody knows changes nothing."""
    for vehicle in Vehicle.objects.select_for_update(of=("self",)).filter(
        estate=estate, plate=plate, retired_at=None
    ):
        with change(vehicle, actor=actor, now=now, verb="vehicles.stopped"):
            vehicle.right, vehicle.valid_until, vehicle.space = "", now, None
