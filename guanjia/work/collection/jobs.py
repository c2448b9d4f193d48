"""Preparing and mailing reminders in the background."""

import logging

from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.work.collection.actions.preparing import fail
from guanjia.work.collection.actions.preparing import prepare as prepare_run
from guanjia.work.collection.actions.sending import send_mail
from guanjia.work.collection.models import DunningRun

log = logging.getLogger(__name__)


@app.task(queue="default", name="collection.prepare")
def prepare(*, company_id: int, run_id: int) -> None:
    """Write the reminders of a run."""
    try:
        with acting_as(system(company_id)):
            prepare_run(run=DunningRun.objects.get(pk=run_id), now=time.now())
    except Exception as fault:
        # Whose rows these are is asked anew: a database that was lost has forgotten it.
        with acting_as(system(company_id)):
            fail(run_id=run_id, why=f"{type(fault).__name__}: {fault}")
        raise


@app.task(queue="mail", name="collection.send")
def send(*, company_id: int, run_id: int, by_id: int | None = None) -> None:
    """Send the e-mails of a run."""
    with acting_as(system(company_id)):
        sent = send_mail(run=DunningRun.objects.get(pk=run_id), now=time.now(), by_id=by_id)
        log.info("reminders of run %s sent: %s", run_id, sent)


labels = {
    "collection.prepare": gettext_lazy("准备催缴单"),
    "collection.send": gettext_lazy("发送催缴邮件"),
}
