"""Giving out books of blank forms and settling them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change
from guanjia.kernel.errors import Refused, Stale
from guanjia.registers.form_books.models import FormBook


@transaction.atomic
def issue_book(*, book: FormBook, actor: Actor, now: datetime, to: Any) -> FormBook:
    """The book is in this person's hands. Raises Refused while somebody else has it."""
    held = _held(book)
    refuse_if_issued(held)
    with change(held, actor=actor, now=now, verb="form_books.lent"):
        held.held_by, held.issued_at = to, now
    return held


@transaction.atomic
def settle_book(
    *, book: FormBook, actor: Actor, now: datetime, used: int, spoiled: int, missing: str, is_over: bool
) -> FormBook:
    """Given back and counted; a book with nothing left is written off, the others may be given out again."""
    held = _held(book)
    if held.held_by_id is None:
        raise Stale(_("这本单证已经交回"))
    with change(held, actor=actor, now=now, verb="form_books.returned"):
        held.held_by, held.issued_at = None, None
        held.used, held.spoiled, held.missing = used, spoiled, missing[:200]
    if is_over:
        with change(held, actor=actor, now=now, verb="form_books.retired"):
            held.retired_at, held.retired_why = now, _("用完核销")
    return held


def refuse_if_issued(book: FormBook) -> None:
    """Raises Refused, naming who has it."""
    if book.held_by:
        said = _("%(book)s 正由%(who)s使用，交回核对后才能再领")
        raise Refused(said % {"book": book, "who": book.held_by.name}, field="book")


def _held(book: FormBook) -> FormBook:
    held = FormBook.objects.select_for_update(of=("self",)).select_related("held_by").get(pk=book.pk)
    if held.retired_at:
        raise Stale(_("这本单证已经核销"))
    return held
