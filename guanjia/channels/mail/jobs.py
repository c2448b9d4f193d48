"""Sending mail in the background, with growing pauses after a failure (4, 16, 64 s … 17 min)."""

from django.utils.translation import gettext_lazy
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from guanjia.channels.mail import actions
from guanjia.channels.mail.rules import MOST_ATTEMPTS
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time

BACK_OFF = RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=4, retry_exceptions=[OSError])


@app.task(queue="mail", name="mail.send_notices", retry=BACK_OFF)
def send_notices(*, staff_id: int, company_id: int) -> None:
    with acting_as(system(company_id)):
        actions.send_waiting(staff_id=staff_id, now=time.now())


labels = {
    "mail.send_notices": gettext_lazy("把提醒发到员工邮箱"),
}
