"""Filing, lending and destroying archives."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused, Stale
from guanjia.registers.archives.models import Archive


@transaction.atomic
def file_archive(*, actor: Actor, now: datetime, estate: Any, number: str, **values: Any) -> Archive:
    """A new file in its box. Raises Refused for a number that another one has."""
    if Archive.objects.filter(estate=estate, number=number, retired_at=None).exists():
        raise Refused(_("档号 %(number)s 已经在用，请换一个") % {"number": number}, field="archive_number")
    made = Archive.objects.create(company_id=estate.company_id, estate=estate, number=number, **values)
    record(actor=actor, now=now, verb="archives.created", of=made)
    return made


@transaction.atomic
def lend_archive(*, archive: Archive, actor: Actor, now: datetime, to: str, back_on: date) -> Archive:
    """Hand a file out until a day. Raises Refused while somebody else has it."""
    held = _held(archive)
    refuse_if_out(held)
    with change(held, actor=actor, now=now, verb="archives.lent"):
        held.lent_to, held.lent_by_id, held.lent_at, held.back_on = to[:60], actor.pk, now, back_on
    return held


@transaction.atomic
def return_archive(*, archive: Archive, actor: Actor, now: datetime) -> Archive:
    """The file is in its box again. Raises Stale when it was not out."""
    held = _held(archive)
    if not held.is_out:
        raise Stale(_("这份档案已经归还"))
    with change(held, actor=actor, now=now, verb="archives.returned"):
        held.lent_to, held.lent_by_id, held.lent_at, held.back_on = "", None, None, None
    return held


@transaction.atomic
def lose_archive(*, archive: Archive, actor: Actor, now: datetime, why: str) -> Archive:
    """A lost file leaves the register, with the reason."""
    held = return_archive(archive=archive, actor=actor, now=now)
    with change(held, actor=actor, now=now, verb="archives.lost"):
        held.retired_at, held.retired_why = now, why[:200]
    return held


@transaction.atomic
def destroy_archive(*, archive: Archive, actor: Actor, now: datetime, today: date, why: str) -> Archive:
    """Retired as destroyed. Raises Refused, naming the file, while it has to be kept or is lent."""
    held = _held(archive)
    if reason := held.why_kept(today):
        raise Refused(_("%(archive)s：%(why)s") % {"archive": held.name, "why": reason})
    with change(held, actor=actor, now=now, verb="archives.retired"):
        held.retired_at, held.retired_why, held.destroyed_on = now, why[:200], today
    return held


def refuse_if_out(archive: Archive) -> None:
    """Raises Refused, saying who has it and until when."""
    if archive.is_out:
        said = _("%(number)s 已借给%(who)s，应于 %(day)s 归还，还没有归还")
        facts = {"number": archive.number, "who": archive.lent_to, "day": archive.back_on}
        raise Refused(said % facts, field="archive")


def _held(archive: Archive) -> Archive:
    held = Archive.objects.select_for_update(of=("self",)).get(pk=archive.pk)
    if held.retired_at:
        raise Stale(_("这份档案已经停用"))
    return held
