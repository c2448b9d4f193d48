"""What the calendar brings to the roster. Hours of the timers are UTC: one o’clock is nine in China."""

from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.kernel.time import now
from guanjia.work.roster.reminding import remind_of_roster


@app.periodic(cron="0 1 * * *")
@app.task(queue="clocks", name="roster.remind", queueing_lock="roster.remind", pass_context=False)
def remind(timestamp: int) -> int:
    """Remind of next month's roster. Returns how many estates have none."""
    return remind_of_roster(now=now())


labels = {
    "roster.remind": gettext_lazy("提醒排下月的班"),
}
