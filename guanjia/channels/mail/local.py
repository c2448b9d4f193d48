"""The demo's post office: mail becomes files in the data folder, shown on the mailbox page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from guanjia.kernel import time

KEPT = 200


class LocalMailbox(BaseEmailBackend):
    """Writes every message as a file; nothing leaves the machine."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = folder() / f"{time.now():%Y%m%d%H%M%S%f}-{uuid4().hex[:8]}.eml"
            name.write_bytes(message.message().as_bytes())
        for old in sorted(folder().glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return len(email_messages)


@dataclass(frozen=True)
class Letter:
    """A message as the mailbox page shows it."""

    at: datetime | None
    to: str
    subject: str
    text: str


def folder() -> Path:
    return Path(settings.DATA_DIR) / "mailbox"


def letters(most: int = 100) -> list[Letter]:
    """The newest messages first."""
    return [_read(file) for file in sorted(folder().glob("*.eml"), reverse=True)[:most]]


def _read(file: Path) -> Letter:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    at = parsedate_to_datetime(message["Date"]) if message["Date"] else None
    return Letter(at, str(message["To"]), str(message["Subject"]), body.get_content() if body else "")
