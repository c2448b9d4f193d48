"""Books of blank forms: given out, and counted when they come back."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.controlled_forms import rules
from guanjia.registers.form_books import actions
from guanjia.registers.form_books.models import FormBook
from guanjia.work.ledger.actions import today

KINDS = ("used_numbers", "spoiled_numbers", "left_numbers")


def look(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Which numbers. Raises Refused while somebody has the book or for a date that has passed."""
    book = _book(answers)
    actions.refuse_if_issued(book)
    if date.fromisoformat(answers["return_on"]) < today(case.estate, now):
        raise Refused(_("交回日期已经过去"), field="return_on")
    return {"numbers": f"{book.prefix}{book.first}–{book.prefix}{book.last}"}


def give_out(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    holder = Staff.objects.get(pk=case.answers["holder"], company_id=case.company_id)
    actions.issue_book(book=_book(case.answers), actor=actor, now=now, to=holder)


def count(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Every number is accounted for, or named as missing. Raises Refused for what cannot be.

    Numbers of an earlier time count too: the holder says how the whole book stands.
    """
    book = _book(case.answers)
    found = {kind: _read(answers, kind) for kind in KINDS}
    every = [one for numbers in found.values() for one in numbers]
    whole = range(book.first, book.last + 1)
    if strange := [one for one in every if one not in whole]:
        said = _("%(numbers)s 不在这本的号码 %(first)d-%(last)d 内")
        raise Refused(said % {"numbers": rules.said(strange), "first": book.first, "last": book.last})
    if doubled := rules.twice(every):
        raise Refused(_("%(numbers)s 写了两次，请核对") % {"numbers": rules.said(doubled)})
    if found["spoiled_numbers"] and not answers["both_copies"]:
        raise Refused(_("作废单证的两联都要交回保存，请找齐后再交"), field="both_copies")
    missing = rules.said(set(whole) - set(every))
    actions.settle_book(
        book=book, actor=actor, now=now, used=len(found["used_numbers"]), spoiled=len(found["spoiled_numbers"]),
        missing=missing, is_over=not missing and not found["left_numbers"],
    )  # fmt: skip
    return {"missing_numbers": missing}


def _read(answers: Answers, kind: str) -> list[int]:
    try:
        return rules.read(answers.get(kind, ""))
    except ValueError:
        raise Refused(_("号码请写成 1-48、50 这样"), field=kind) from None


def _book(facts: Answers) -> FormBook:
    return FormBook.objects.select_related("held_by").get(pk=facts["book"])
