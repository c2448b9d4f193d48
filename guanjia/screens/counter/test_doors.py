"""Doors. The front desk: tickets, appointments, visitors."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.work.counter import actions as counter
from guanjia.work.counter.queries import free_slots
from guanjia.work.ledger import actions as ledger

DOORS = {
    "home": Door("counter.serve"),
    "asks": Door("counter.serve", query="q=A-01"),
    "board": Door("counter.serve"),
    "take": Door("counter.serve", methods="POST"),
    "call": Door("counter.serve", methods="POST"),
    "again": Door("counter.serve", "ticket", "POST"),
    "finish": Door("counter.serve", "ticket", "POST"),
    "leave": Door("counter.serve", "ticket", "POST"),
    "who": Door("counter.serve", "ticket", "POST"),
    "paper": Door("counter.serve", "ticket"),
    "book": Door("counter.serve", methods=BOTH),
    "arrive": Door("counter.serve", "booked", "POST"),
    "cancel": Door("counter.serve", "booked", "POST"),
    "number": Door("phones.reveal", "booked", "POST"),
    "visits": Door("counter.serve"),
    "log": Door("counter.serve", methods=BOTH),
    "out": Door("counter.serve", "visit", "POST"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """王阿姨 at the window of 小李, an appointment of tomorrow, and a visitor who is inside."""
    us = {"actor": cast.desk, "now": now, "estate": cast.estate}
    tomorrow = ledger.today(cast.estate, now) + timedelta(days=1)
    with acting_as(cast.desk):
        counter.take_ticket(what="交费", customer=cast.owner, unit=cast.unit, **us)
        at = free_slots(cast.desk, cast.estate, day=tomorrow, now=now)[0][0]
        return {
            "ticket": counter.call_next(**us), "visit": counter.log_visit(name="李四", whom="王阿姨", **us),
            "booked": counter.make_appointment(at=at, what="装修", customer=cast.owner, phone="13905710001", **us),
        }  # fmt: skip
