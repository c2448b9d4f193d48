"""Numbers that stand masked in the answers of a case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.models import Reveal
from guanjia.work.cases.facts import private_answers
from guanjia.work.cases.models import Case


@transaction.atomic
def reveal_answers(*, actor: Actor, now: datetime, case: Case) -> list[tuple[str, str]]:
    """(label, whole answer) of what is masked elsewhere; who looked is written down."""
    require(actor, "phones.reveal")
    told = private_answers(case)
    if told:
        Reveal.objects.create(
            company_id=case.company_id, actor_id=actor.pk, at=now, model=case._meta.label_lower, object_id=case.pk,
            field="answers", reason=case.number,
        )  # fmt: skip
    return [(_(label), text) for label, text in told]
