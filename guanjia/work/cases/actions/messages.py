"""Words and files added to a case."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once, part_of
from guanjia.engine.events import emit
from guanjia.kernel.errors import Refused
from guanjia.work.cases import clocks
from guanjia.work.cases.actions._shared import locked, refuse_if_over
from guanjia.work.cases.events import MessageAdded
from guanjia.work.cases.models import Attachment, Case, TimelineEntry
from guanjia.work.cases.timeline import tell

LARGEST = 15 * 1024 * 1024
SIGNATURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"RIFF": "image/webp",
    b"GIF8": "image/gif",
    b"%PDF-": "application/pdf",
}


@transaction.atomic
def add_message(
    *, actor: Actor, now: datetime, case: Case, text: str, is_public: bool = False, key: str = ""
) -> TimelineEntry:
    """Write into the case's story. A public message to the customer is the first reply."""
    require(actor, "cases.message")
    case = locked(case, actor)
    if not text.strip():
        raise Refused(_("请写点内容再发送"), field="text")

    def write() -> TimelineEntry:
        entry = tell(case, kind="message", actor=actor, now=now, text=text.strip(), is_public=is_public)
        if is_public:
            clocks.meet(case, "reply", actor=actor, now=now)
        emit(MessageAdded(case.pk, case.estate_id, now, entry.pk))
        return entry

    return once(TimelineEntry, key=key, verb="case.message", actor=actor, now=now, make=write)


@transaction.atomic
def add_message_and_files(
    *, actor: Actor, now: datetime, case: Case, text: str = "", is_public: bool = False,
    files: Iterable[UploadedFile] = (), key: str = "",
) -> None:  # fmt: skip
    """Words, files, or both: all or nothing. Raises Refused."""
    if text:
        add_message(actor=actor, now=now, case=case, text=text, is_public=is_public, key=key)
    for number, upload in enumerate(files):
        add_attachment(actor=actor, now=now, case=case, upload=upload, key=part_of(key, number))


@transaction.atomic
def note_contact(*, actor: Actor, now: datetime, case: Case, text: str, key: str = "") -> TimelineEntry:
    """The customer was called or spoken to: a reply by a person, whatever was said."""
    require(actor, "cases.message")
    case = locked(case, actor)
    refuse_if_over(case)

    def write() -> TimelineEntry:
        entry = tell(case, kind="contacted", actor=actor, now=now, text=text.strip())
        clocks.meet(case, "reply", actor=actor, now=now)
        emit(MessageAdded(case.pk, case.estate_id, now, entry.pk))
        return entry

    return once(TimelineEntry, key=key, verb="case.contact", actor=actor, now=now, make=write)


@transaction.atomic
def add_attachment(
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    upload: UploadedFile,
    kind: str = "photo",
    key: str = "",
    told: bool = True,
) -> Attachment:
    """Keep a photo or PDF with the case. The content decides what it is, not its name. Raises Refused.

    `told` False: the caller writes the line of the story himself.
    """
    require(actor, "cases.message")
    case = locked(case, actor)
    if upload.size > LARGEST:
        raise Refused(_("文件“%(name)s”超过 15 MB，请压缩后再传") % {"name": upload.name}, field="files")
    content_type = type_of(upload)

    def keep() -> Attachment:
        made = Attachment.objects.create(
            company_id=case.company_id,
            estate_id=case.estate_id,
            case=case,
            kind=kind,
            file=upload,
            name=upload.name[:200],
            content_type=content_type,
            size=upload.size,
            at=now,
            actor_id=actor.pk,
        )
        if told:
            tell(case, kind="attachment", actor=actor, now=now, data={"attachment": made.pk, "kind": kind})
        return made

    return once(Attachment, key=key, verb="case.attach", actor=actor, now=now, make=keep)


def type_of(upload: File, *, field: str = "files") -> str:
    """What a photo or PDF is, by its content. Raises Refused for anything else."""
    head = upload.read(12)
    upload.seek(0)
    found = next((kind for mark, kind in SIGNATURES.items() if head.startswith(mark)), None)
    if found is None or (found == "image/webp" and head[8:12] != b"WEBP"):
        raise Refused(_("“%(name)s”不是照片或 PDF，请换一个文件") % {"name": upload.name}, field=field)
    return found
