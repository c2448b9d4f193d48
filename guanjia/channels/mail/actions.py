"""Carrying notices on by e-mail."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import make_msgid
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guanjia.channels.mail.models import MailLog
from guanjia.channels.mail.rules import MOST_ATTEMPTS
from guanjia.engine.notify.models import Notification

WAITING, SENT, SKIPPED, FAILED = (
    MailLog.State.WAITING,
    MailLog.State.SENT,
    MailLog.State.SKIPPED,
    MailLog.State.FAILED,
)


@transaction.atomic
def queue_notices(*, notice_ids: Iterable[int]) -> list[MailLog]:
    """Put notices of people with an address into the log as waiting; a notice that still waits gets the newer text."""
    notices = Notification.objects.filter(pk__in=notice_ids, staff__is_active=True).exclude(staff__email="")
    rows = [
        MailLog(
            company_id=each.company_id,
            staff_id=each.staff_id,
            notice=each,
            address=each.staff.email,
            text=each.text,
            link=each.link,
            urgent=each.urgent,
            at=each.at,
        )
        for each in notices.select_related("staff")
    ]
    waiting = dict(MailLog.objects.filter(notice__in=notices, state=WAITING).values_list("notice_id", "pk"))
    MailLog.objects.bulk_create([row for row in rows if row.notice_id not in waiting])
    for row in rows:
        if row.notice_id in waiting:
            MailLog.objects.filter(pk=waiting[row.notice_id]).update(
                text=row.text, link=row.link, urgent=row.urgent, at=row.at
            )
    return rows


def send_waiting(*, staff_id: int, now: datetime) -> int:
    """Send what waits for one person as one message; returns how many notices went.

    Notices read in the meantime are left out, unless urgent. When the server refuses, the attempt is recorded and the
    error goes on to the job, which comes back later; after MOST_ATTEMPTS the notices are marked as failed.
    """
    rows = (
        MailLog.objects.filter(staff_id=staff_id, state=WAITING)
        .select_related("staff", "notice")
        .order_by("at", "id")
    )
    rows.filter(urgent=False, notice__read_at__isnull=False).update(state=SKIPPED)
    going = list(rows.all())
    if not going:
        return 0
    message = _message(going)
    ids = [row.pk for row in going]
    try:
        message.send()
    except OSError as fault:
        _note_failure(ids, attempts=going[0].attempts + 1, fault=fault)
        raise
    MailLog.objects.filter(pk__in=ids).update(
        state=SENT,
        sent_at=now,
        attempts=going[0].attempts + 1,
        error="",
        message_id=message.extra_headers["Message-ID"],
    )
    return len(ids)


def _note_failure(ids: list[int], *, attempts: int, fault: Exception) -> None:
    state = FAILED if attempts >= MOST_ATTEMPTS else WAITING
    MailLog.objects.filter(pk__in=ids).update(
        attempts=attempts, state=state, error=f"{type(fault).__name__}: {fault}"[:300]
    )


def _message(rows: list[MailLog]) -> EmailMessage:
    staff = rows[0].staff
    with translation.override(staff.language):
        urgent = any(row.urgent for row in rows)
        subject = rows[0].text if len(rows) == 1 else _("%(n)d 条新通知") % {"n": len(rows)}
        lines = [f"{row.text}\n{settings.SITE_URL}{row.link}" if row.link else row.text for row in rows]
        body = (
            _("%(name)s，您好：") % {"name": staff.name}
            + "\n\n"
            + "\n\n".join(lines)
            + "\n\n"
            + _("—— 管家（请勿直接回复）")
        )
        mark = _("[管家·紧急]") if urgent else _("[管家]")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {"Message-ID": make_msgid(domain=domain), "Auto-Submitted": "auto-generated"}
    if urgent:
        headers["X-Priority"] = "1"
    subject = " ".join(f"{mark} {subject}".split())[:120]
    return EmailMessage(subject, body, to=[rows[0].address], headers=headers)
