"""Pauses that outlast what was said."""

from procrastinate.contrib.django import app

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.work.dispatch.actions import overrun_pause
from guanjia.work.dispatch.models import OrderPause


@app.periodic(cron="* * * * *")
@app.task(
    queue="clocks",
    name="dispatch.overrun_pauses",
    queueing_lock="dispatch.overrun_pauses",
    pass_context=False,
)
def overrun_pauses(timestamp: int) -> int:
    """Let the clocks of every overdue pause run again. Returns how many."""
    moment, told = now(), 0
    with acting_as(system(None)):
        due = OrderPause.objects.filter(ended_at=None, overrun_at=None, until__lte=moment)
        for pause in due.select_related("order").order_by("until")[:200]:
            try:
                overrun_pause(order=pause.order, actor=system(pause.company_id), now=moment)
                told += 1
            except Refused:
                continue
    return told
