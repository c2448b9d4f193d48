"""Lending a key over the counter: the procedure's steps that can be done at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.access.once import part_of
from guanjia.registers.keys.models import Key
from guanjia.screens.key_cabinet.queries import PROCEDURE
from guanjia.screens.key_cabinet.rules import steps_at_once
from guanjia.work.cases.actions import complete_step, register_case
from guanjia.work.cases.models import Case, Channel


@transaction.atomic
def lend_over_counter(
    *,
    actor: Actor,
    now: datetime,
    key: Key,
    answers: dict[str, Any],
    uploads: Iterable[tuple[str, UploadedFile]] = (),
    once: str = "",
) -> Case:
    """Register who wants the key and, where nobody has to approve, hand it out signed: all or nothing.

    A repeated `once` gives the case again. Raises Refused while somebody has the key, naming him.
    """
    case = register_case(
        actor=actor, now=now, estate=key.estate, procedure=PROCEDURE, words=answers["purpose"], unit=key.unit,
        title=_("借钥匙 %(tag)s") % {"tag": key.tag}, channel=Channel.COUNTER, answers={**answers, "key": key.pk},
        key=once,
    )  # fmt: skip
    signed = list(uploads)
    for number, code in enumerate(steps_at_once(key.kind)):
        if case.steps.filter(code=code, done_at=None, cancelled_at=None).exists():
            files = signed if code == "hand_out" else []
            case = complete_step(
                actor=actor, now=now, case=case, step=code, answers=answers, uploads=files, key=part_of(once, number)
            )  # fmt: skip
    return case
