"""Loading the demo once."""

from django.db import transaction

from guanjia.demo import (
    community,
    company,
    counter,
    duty,
    errands,
    history,
    homes,
    money,
    move_in,
    office,
    sampled,
    shelves,
    tenants,
    today,
)
from guanjia.directory.places.models import Company
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time


def load() -> bool:
    """Make the company if there is none yet; all of it or nothing. Returns whether it was made."""
    if Company.objects.exists():
        return False
    with transaction.atomic(), acting_as(system(None)):
        world = company.found(time.now())
        homes.build(world)
        history.remember(world, office.furnish(world))
        sampled.ask(world)
        today.happen(world)
        tenants.register(world)
        shelves.stock(world)
        community.live(world)
        duty.keep(world)
        errands.run(world)
        counter.open_desk(world)
        money.fill(world)
        move_in.hand_over(world)
    return True
