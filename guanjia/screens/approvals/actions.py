"""Several answers at once, each in a transaction of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.access.once import part_of
from guanjia.kernel.errors import Refused
from guanjia.screens.approvals.queries import Waiting
from guanjia.screens.approvals.rules import YES
from guanjia.work.cases.actions import add_message, complete_step


@dataclass(frozen=True)
class Outcome:
    """How one line went; `why` says what stood in the way."""

    number: str
    title: str
    why: str = ""


def decide(
    *, actor: Actor, now: datetime, waiting: Iterable[Waiting], verdict: str, word: str = "", key: str = ""
) -> list[Outcome]:
    """Approve these, send them back or refuse them with a word (`rules.YES`, `BACK`, `NO`). One that fails, or was done
    meanwhile, does not stop the others."""
    return [_decide(actor, now, one, verdict, word.strip(), part_of(key, one.step.pk)) for one in waiting]


def _decide(actor: Actor, now: datetime, one: Waiting, verdict: str, word: str, key: str) -> Outcome:
    case = one.case
    if verdict != YES and not word:
        return Outcome(case.number, case.title, _("退回或不批准，请写一句原因"))
    if missing := one.question.missing(verdict):
        labels = "、".join(_(field.label) for field in missing)
        return Outcome(
            case.number, case.title, _("批准时还要填“%(labels)s”，请点开办理") % {"labels": labels}
        )
    try:
        with transaction.atomic():
            complete_step(
                actor=actor,
                now=now,
                case=case,
                step=one.step.code,
                answers=one.question.answers(verdict, word),
                key=key,
            )
            if word and not one.question.takes_word(verdict):
                add_message(actor=actor, now=now, case=case, text=word, key=part_of(key, "word"))
    except Refused as no:
        return Outcome(case.number, case.title, str(no))
    return Outcome(case.number, case.title)
