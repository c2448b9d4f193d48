"""What time brings by itself: waits that are over, pauses that are over."""

from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.work.cases import actions
from guanjia.work.cases.models import CasePause


@app.periodic(cron="* * * * *")
@app.task(queue="clocks", name="cases.wake_steps", queueing_lock="cases.wake_steps", pass_context=False)
def wake_steps(timestamp: int) -> int:
    """Complete the steps whose waiting time is up. Returns how many."""
    return actions.wake_steps(now=now())


@app.periodic(cron="* * * * *")
@app.task(queue="clocks", name="cases.end_pauses", queueing_lock="cases.end_pauses", pass_context=False)
def end_pauses(timestamp: int) -> int:
    """Let the clocks of every overdue pause run again. Returns how many."""
    moment, ended = now(), 0
    with acting_as(system(None)):
        over = CasePause.objects.filter(ended_at=None, until__lte=moment).select_related("case")
        for pause in over.order_by("until")[:200]:
            try:
                actor = system(pause.company_id)
                actions.resume_case(actor=actor, now=moment, case=pause.case, reason=pause.reason)
                ended += 1
            except Refused:
                continue
    return ended


@app.periodic(cron="20 22 * * *")
@app.task(
    queue="clocks", name="cases.begin_recurring", queueing_lock="cases.begin_recurring", pass_context=False
)
def begin_recurring(timestamp: int) -> int:
    """Before the working day (UTC+8), begin what this month asks for. Returns how many."""
    return actions.begin_recurring(now=now())


labels = {
    "cases.wake_steps": gettext_lazy("等待到期的步骤自动往下走"),
    "cases.end_pauses": gettext_lazy("暂停到期的事项恢复计时"),
    "cases.begin_recurring": gettext_lazy("按月份自动发起的规程"),
}
