"""Doors. The dispatcher's board, outside contractors, prices."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.testing.leaks import leak
from guanjia.testing.uploads import picture
from guanjia.work.cases import actions as cases
from guanjia.work.dispatch import actions as dispatch
from guanjia.work.dispatch.models import OrderPhoto, WorkOrder

DOORS = {
    "board": Door("dispatch.assign"),
    "give": Door("dispatch.assign", "order", BOTH),
    "consent": Door("dispatch.reassign", "order", "POST"),
    "cancel": Door("dispatch.assign", "order", "POST"),
    "create": Door("dispatch.assign", "case", BOTH, part="case"),
    "send": Door("dispatch.assign", "outside", BOTH),
    "complete": Door("dispatch.assign", "outside", "POST"),
    "contractors": Door("parameters.edit"),
    "new_contractor": Door("parameters.edit", methods=BOTH),
    "contractor": Door("parameters.edit", "contractor", BOTH),
    "prices": Door("parameters.edit"),
    "new_price": Door("parameters.edit", methods=BOTH),
    "price": Door("parameters.edit", "price", BOTH),
    "retire": Door("parameters.edit", "price", "POST", more={"kind": "prices"}),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    return _given(cast, now) | _outside(cast, now)


def _given(cast: Cast, now: datetime) -> dict[str, Any]:
    """A leak given to 陈师傅, who has come and taken a picture."""
    case = leak(cast, now - timedelta(minutes=30))
    with acting_as(cast.desk):
        kept = cases.add_attachment(actor=cast.desk, now=now, case=case, upload=picture())
        order = WorkOrder.objects.get(case=case)
        order = dispatch.assign_order(order=order, actor=cast.desk, now=now, technician=cast.technician)
    with acting_as(cast.technician):
        mine = {"actor": cast.technician, "now": now}
        order = dispatch.arrive(order=dispatch.accept_order(order=order, **mine), **mine)
        dispatch.add_photo(order=order, kind="before", upload=picture(), **mine)
        photo = OrderPhoto.objects.get(order=order)
    return {"case": case, "order": order, "attachment": kept, "photo": photo}


def _outside(cast: Cast, now: datetime) -> dict[str, Any]:
    """A leak under warranty that the developer's contractor has been told of, and a line of the price list."""
    case = leak(cast, now, "卫生间渗水", answers={"kind": "home", "part": "other", "quote_when": "free"})
    with acting_as(cast.manager):
        us = {"actor": cast.manager, "now": now}
        contractor = dispatch.save_contractor(
            estate=cast.estate, name="宏远建设", phone="0571-88880000", **us
        )
        price = dispatch.save_price(estate=cast.estate, kind="labour", name="换角阀", price=Decimal(30), **us)
        cases.receive(case=case, event="order.done", answers={"result": "contractor"}, **us)
        order = WorkOrder.objects.get(case=case, executor="contractor")
        order = dispatch.send_order(order=order, contractor=contractor, **us)
    return {"outside": order, "contractor": contractor, "price": price}
