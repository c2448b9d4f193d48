"""Reminders, promises and calls as an estate of the demo has them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor, system
from guanjia.engine.access.rowscope import acting_as
from guanjia.work.collection.actions import prepare, record_contact, start_run
from guanjia.work.collection.actions.calling import Whom
from guanjia.work.collection.debts import Wanted
from guanjia.work.collection.facts import to_call
from guanjia.work.collection.models import Contact
from guanjia.work.collection.rules import Level
from guanjia.work.ledger.actions import today

CALLED = 6
_SAID = (
    (Contact.Result.MISSED, "响铃无人接听"),
    (Contact.Result.PROMISED, "发工资后来缴"),
    (Contact.Result.REFUSED, "说电梯没修好之前不缴"),
    (Contact.Result.PROMISED, "在外地，回来就缴"),
    (Contact.Result.OTHER, "房子已出租，请联系租户"),
)


def fill(estate: Any, *, planner: Actor, caller: Any, now: datetime) -> int:
    """Reminders of three weeks ago and some calls since, one with a promise that was broken. Returns the reminders."""
    before = now - timedelta(days=21)
    with acting_as(system(estate.company_id)):
        run = start_run(actor=planner, now=before, estate=estate, levels=list(Level), defer=False)
        run = prepare(run=run, now=before)
        for at, one in enumerate(to_call(Wanted.at([estate], now), size=CALLED)):
            result, note = _SAID[at % len(_SAID)]
            called = now - timedelta(days=9 - at)
            promise = {}
            if result == Contact.Result.PROMISED:
                day = today(estate, called) + timedelta(days=4 if at == 1 else 14)
                promise = {"amount": min(one.debt.total, Decimal(500)), "on": day}
            whom = Whom(
                estate,
                Unit.objects.filter(pk=one.debt.unit).first(),
                Customer.objects.filter(pk=one.debt.customer).first(),
            )
            record_contact(actor=caller, now=called, whom=whom, result=result, note=note, **promise)
        return sum(run.found["levels"].values())
