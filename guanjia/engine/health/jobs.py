"""The queue looks after itself."""

from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.engine.health import left
from guanjia.kernel.time import now


@app.periodic(cron="* * * * *")
@app.task(queue="default", name="health.hand_over", queueing_lock="health.hand_over", pass_context=False)
def hand_over(timestamp: int) -> int:
    """Begin again what a dead worker left. Returns how many jobs."""
    return left.hand_over(now=now())


labels = {"health.hand_over": gettext_lazy("接手中断的后台任务")}
