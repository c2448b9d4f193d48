"""Times that pass without anybody doing something: pauses that outlast what was said, promises not kept."""

from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.work.dispatch.actions import miss_promise, overrun_pause
from guanjia.work.dispatch.models import OrderPause, WorkOrder

BATCH = 200


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
        for pause in due.select_related("order").order_by("until")[:BATCH]:
            try:
                overrun_pause(order=pause.order, actor=system(pause.company_id), now=moment)
                told += 1
            except Refused:
                continue
    return told


@app.periodic(cron="* * * * *")
@app.task(
    queue="clocks",
    name="dispatch.missed_promises",
    queueing_lock="dispatch.missed_promises",
    pass_context=False,
)
def missed_promises(timestamp: int) -> int:
    """Tell those in charge of every contractor's date that has passed. Returns how many orders."""
    moment, told = now(), 0
    with acting_as(system(None)):
        for order in WorkOrder.objects.breaking_promise(moment).order_by("promised_until")[:BATCH]:
            try:
                miss_promise(order=order, actor=system(order.company_id), now=moment)
                told += 1
            except Refused:
                continue
    return told


labels = {
    "dispatch.overrun_pauses": gettext_lazy("暂停超期的工单恢复计时"),
    "dispatch.missed_promises": gettext_lazy("外包单位逾期未完成的提醒"),
}
