"""What the figures say of 陈师傅's day."""

from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanjia.work.cases.actions import receive
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.figures import technician_figures


def test_a_technicians_day(photographed, leak, cast, now):
    mine, later = {"actor": cast.technician}, now + timedelta(minutes=90)
    line = {"name": "角阀", "quantity": 2, "unit_price": "25"}
    order = actions.add_materials(order=photographed, now=now, lines=[line], **mine)
    actions.complete_order(order=order, now=later, outcome="更换角阀", pay="free", **mine)
    receive(
        case=leak, event="followup.answered", answers={"reached": True, "satisfied": False, "stars": 2},
        actor=cast.desk, now=later + timedelta(hours=1),
    )  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        (row,) = technician_figures(cast.supervisor, now, now + timedelta(days=1), cast.estate.pk)
    assert len(asked) == 2
    assert (row.name, row.done, row.on_time, row.hours) == ("陈师傅", 1, 1.0, 1.5)
    assert (row.reopened, row.stars, row.materials) == (1, 2.0, Decimal("50.00"))
    assert technician_figures(cast.supervisor, later + timedelta(days=1), later + timedelta(days=2)) == []
    assert technician_figures(cast.outsider, now, now + timedelta(days=1)) == []
