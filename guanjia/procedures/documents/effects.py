"""Numbers of documents, their stamping and filing."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.numbering.models import next_number
from guanjia.engine.sop import Answers
from guanjia.engine.sop.fields import record
from guanjia.kernel.errors import Refused
from guanjia.registers.archives.actions import file_archive
from guanjia.registers.archives.models import Archive
from guanjia.registers.stamps.actions import use_stamp
from guanjia.registers.stamps.models import Stamp
from guanjia.work.cases.records import note_records
from guanjia.work.ledger.actions import today

FILE = record("archive", "档案", "archives")
LETTERS = {
    "notice": "通", "letter": "函", "report": "报", "contract": "合", "announcement": "告", "minutes": "纪",
}  # fmt: skip


def sign_off(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any] | None:
    """Signed, it gets the next number of its kind and year; what is sent back takes none."""
    if not answers["signed_off"]:
        return None
    kind = case.answers["kind"]
    year, running = _next(case, f"doc-{kind}", now)
    return {"document_number": f"{case.estate.name}{LETTERS[kind]}〔{year}〕{running}号"}


def stamp(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """On so many copies, by who keeps the stamp."""
    kept = Stamp.objects.get(pk=answers["stamp"])
    use_stamp(stamp=kept, actor=actor, now=now, copies=int(answers["copies"]))


def send(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    if date.fromisoformat(answers["sent_on"]) > today(case.estate, now):
        raise Refused(_("发出日期不能晚于今天"), field="sent_on")


def take_in(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Received letters are numbered through the year. Raises Refused for a day to come or no copy."""
    if date.fromisoformat(answers["received_on"]) > today(case.estate, now):
        raise Refused(_("收文日期不能晚于今天"), field="received_on")
    if int(answers["copies"]) < 1:
        raise Refused(_("份数至少 1 份"), field="copies")
    year, running = _next(case, "doc-in", now)
    return {"receipt_number": f"收〔{year}〕{running}号"}


def pass_on(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused for a date that has passed or the same reader twice."""
    if answers.get("reader_two") == answers["reader"]:
        raise Refused(_("两位阅办人不能是同一人"), field="reader_two")
    if answers["needs_action"] and date.fromisoformat(answers["act_by"]) < today(case.estate, now):
        raise Refused(_("办结期限不能早于今天"), field="act_by")


def file_away(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """In its box, under its number, for as long as it is to be kept."""
    facts = case.answers
    kept = file_archive(
        actor=actor, now=now, estate=case.estate, number=answers["archive_number"][:40], box=answers["box"][:30],
        title=f"{facts['subject']} {facts.get('document_number') or facts.get('sender_number', '')}".strip()[:120],
        kind=Archive.Kind.CONTRACT if facts.get("kind") == "contract" else Archive.Kind.DOCUMENT,
        retention=answers["retention"], secrecy=facts["secrecy"], filed_on=today(case.estate, now), unit=case.unit,
    )  # fmt: skip
    note_records(case, [FILE], {"archive": kept.pk})
    return {"archive": kept.pk}


def _next(case: Any, kind: str, now: datetime) -> tuple[int, int]:
    year = today(case.estate, now).year
    running = next_number(company_id=case.company_id, estate_id=case.estate_id, kind=kind, period=str(year))
    return year, running
