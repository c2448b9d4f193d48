"""Notices go on by e-mail: a job per person, in the same transaction as the notice."""

from django.conf import settings
from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from guanjia.channels.mail import actions, jobs
from guanjia.channels.mail.models import MailLog
from guanjia.channels.mail.parameters import quiet_hours
from guanjia.channels.mail.rules import QUIET, leaves_at
from guanjia.engine.events import on
from guanjia.engine.notify.events import NoticeWritten


@on(NoticeWritten)
def mail_notices(event: NoticeWritten) -> None:
    people = {(row.staff_id, row.urgent): row for row in actions.queue_notices(notice_ids=event.notice_ids)}
    for row in people.values():
        _defer(row)


def _defer(row: MailLog) -> None:
    """One waiting job per person and urgency is enough: it takes along what is there when it runs."""
    once = f"mail-{row.staff_id}-{'urgent' if row.urgent else 'ordinary'}"
    quiet = QUIET if row.urgent else quiet_hours(row.company_id, now=row.at)
    leaves = leaves_at(row.at, urgent=row.urgent, zone=settings.TIME_ZONE, quiet=quiet)
    job = jobs.send_notices.configure(lock=f"mail-{row.staff_id}", queueing_lock=once, schedule_at=leaves)
    try:
        with transaction.atomic():
            job.defer(staff_id=row.staff_id, company_id=row.company_id)
    except AlreadyEnqueued:
        return
