"""What time brings to the duty log."""

from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.kernel.time import now
from guanjia.work.duty import actions


@app.periodic(cron="*/5 * * * *")
@app.task(queue="clocks", name="duty.note_missed", queueing_lock="duty.note_missed", pass_context=False)
def note_missed(timestamp: int) -> int:
    """Tell the supervisors of shifts that ended without a handover. Returns how many."""
    return actions.note_missed(now=now())


labels = {
    "duty.note_missed": gettext_lazy("提醒主管下班未交接的班"),
}
