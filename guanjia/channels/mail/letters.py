"""Single letters to customers, kept in the same log as the notices to staff."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import make_msgid

from guanjia.channels.mail.models import MailLog
from guanjia.channels.mail.rules import MOST_ATTEMPTS

State = MailLog.State


def note(*, company_id: int, address: str, text: str, now: datetime) -> MailLog:
    """A letter that is about to go. `text` says what it is about; secrets such as links do not belong there."""
    return MailLog.objects.create(company_id=company_id, address=address, text=text[:300], at=now)


def post(log: MailLog, *, subject: str, body: str, now: datetime) -> None:
    """Send it, and write down what became of it. A refusal of the server goes on to the job, which comes back later;
    after MOST_ATTEMPTS the letter counts as failed."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {"Message-ID": make_msgid(domain=domain), "Auto-Submitted": "auto-generated"}
    log.attempts += 1
    try:
        EmailMessage(subject, body, to=[log.address], headers=headers).send()
    except OSError as fault:
        log.error = f"{type(fault).__name__}: {fault}"[:300]
        log.state = State.FAILED if log.attempts >= MOST_ATTEMPTS else State.WAITING
        log.save(update_fields=["attempts", "error", "state"])
        raise
    log.state, log.sent_at, log.error, log.message_id = State.SENT, now, "", headers["Message-ID"]
    log.save(update_fields=["attempts", "state", "sent_at", "error", "message_id"])


def skip(log: MailLog) -> None:
    """Nothing to say any more: the letter does not go."""
    MailLog.objects.filter(pk=log.pk, state=State.WAITING).update(state=State.SKIPPED)
