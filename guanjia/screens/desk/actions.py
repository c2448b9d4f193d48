"""What one press at the desk does: a call becomes a case with its photos, or is answered at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.knowledge.models import Article
from guanjia.directory.places import actions as places
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor
from guanjia.engine.access.once import part_of
from guanjia.work.cases import actions, clocks
from guanjia.work.cases.models import Case, Incident
from guanjia.work.counter.actions import link_case
from guanjia.work.counter.models import Ticket


@transaction.atomic
def register_call(
    *, actor: Actor, now: datetime, uploads: Iterable[tuple[str, UploadedFile]] = (), incident: Incident | None = None,
    ticket: Ticket | None = None, key: str = "", **matter: Any,
) -> Case:  # fmt: skip
    """Register the case, keep its photos, hang it on incident and ticket, or do nothing at all. Raises Refused."""
    case = actions.register_case(actor=actor, now=now, key=key, **matter)
    for number, (kind, upload) in enumerate(uploads):
        actions.add_attachment(
            actor=actor, now=now, case=case, upload=upload, kind=kind, key=part_of(key, number)
        )
    link_case(actor=actor, now=now, ticket=ticket, case=case)
    if incident is not None:
        case = actions.join_incident(actor=actor, now=now, case=case, incident=incident)
    return case


@transaction.atomic
def answer_at_once(
    *,
    actor: Actor,
    now: datetime,
    article: Article,
    said: str = "",
    ticket: Ticket | None = None,
    key: str = "",
    **matter: Any,
) -> Case:
    """A question answered from the knowledge base while the caller waits: registered and answered in one go."""
    words = matter.pop("words", "").strip() or _("咨询：%(title)s") % {"title": article.title}
    case = actions.register_case(
        actor=actor, now=now, procedure="consultation", words=words, key=key, **matter
    )
    link_case(actor=actor, now=now, ticket=ticket, case=case)
    if not case.steps.filter(done_at__isnull=False).exists():
        answers = {"how": "article", "article": article.pk, "said": said or article.title}
        case = actions.complete_step(actor=actor, now=now, case=case, step="answer", answers=answers)
    return case


@transaction.atomic
def note_call(*, actor: Actor, now: datetime, case: Case, words: str, key: str = "") -> Case:
    """The customer called again about a matter that is in hand, and waits for an answer again."""
    text = _("又来电催促：%(words)s") % {"words": words.strip()} if words.strip() else _("又来电催促")
    actions.add_message(actor=actor, now=now, case=case, text=text, key=key)
    clocks.called_again(case, actor=actor, now=now)
    return case


@transaction.atomic
def change_unit(*, actor: Actor, now: datetime, unit: Unit, status: str, **values: Any) -> Unit:
    """The facts of a unit and its status from one form."""
    places.edit_unit(actor=actor, now=now, unit=unit, **values)
    return places.set_unit_status(actor=actor, now=now, unit=unit, status=status)
