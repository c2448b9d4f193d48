"""What is late in the demo: reminders sent, calls made, promises kept and broken; and what goes on to the water company."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from guanjia.demo.company import World
from guanjia.directory.team import roles
from guanjia.engine.access import system
from guanjia.work.books.actions import pay_settlement, settle_payee
from guanjia.work.books.owing import due_to
from guanjia.work.collection import sample
from guanjia.work.ledger.models import Payee


def chase(world: World, estate: Any) -> None:
    """The accountant reminds, a butler calls."""
    planner = _accountant(world, estate)
    sample.fill(estate, planner=planner, caller=world.of(estate, roles.BUTLER)[0], now=world.now)


def _accountant(world: World, estate: Any) -> Any:
    """A small estate has none of its own; its manager does the books."""
    return (world.of(estate, roles.ACCOUNTANT) + world.of(estate, roles.MANAGER))[0]


def settle(world: World, estate: Any) -> None:
    """What was collected for each payee through the month before last is paid out; a later sum waits for approval."""
    last = world.today.replace(day=1) - timedelta(days=1)
    before = last.replace(day=1) - timedelta(days=1)
    asking = {"actor": _accountant(world, estate), "now": world.now, "estate": estate}
    for payee in Payee.objects.filter(company=world.company):
        paid = Decimal(0)
        for through in (before, last):
            amount = due_to(payee, estate, through=through) - paid
            if amount > 0:
                asked = settle_payee(**asking, payee=payee, through=through, amount=amount)
                if through == before:
                    pay_settlement(actor=system(world.company.pk), now=world.now, settlement=asked)
                    paid = amount  # today, so it does not show in the balance of a day before
