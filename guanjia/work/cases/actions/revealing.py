"""Numbers that stand masked in the answers of a case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.models import Reveal
from guanjia.work.cases.facts import is_private, private_answers
from guanjia.work.cases.models import Attachment, Case


@transaction.atomic
def reveal_answers(*, actor: Actor, now: datetime, case: Case) -> list[tuple[str, str]]:
    """(label, whole answer) of what is masked elsewhere; who looked is written down."""
    require(actor, "phones.reveal")
    told = private_answers(case)
    if told:
        _write_down(actor, now, case, case.number)
    return [(_(label), text) for label, text in told]


@transaction.atomic
def open_file(*, actor: Actor, now: datetime, attachment: Attachment) -> bool:
    """Before a file is shown: whether it is somebody's papers. Those are for who may see numbers; who looked is written
    down. Raises Forbidden.
    """
    if not is_private(attachment.case, attachment.kind):
        return False
    require(actor, "phones.reveal")
    _write_down(actor, now, attachment.case, f"{attachment.case.number} {attachment.name}")
    return True


def _write_down(actor: Actor, now: datetime, case: Case, reason: str) -> None:
    Reveal.objects.create(
        company_id=case.company_id, actor_id=actor.pk, at=now, model=case._meta.label_lower, object_id=case.pk,
        field="answers", reason=reason[:100],
    )  # fmt: skip
