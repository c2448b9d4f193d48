"""Granting a look at customer data, and looking."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guanjia.directory.people.models import Customer
from guanjia.engine.access import Actor, require
from guanjia.engine.access.models import Reveal
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused
from guanjia.registers.disclosures.models import Disclosure

LOGGED = {"phone": "number", "id_number": "id_number"}
"""What the log of looks calls the data that are masked elsewhere."""


@transaction.atomic
def grant_disclosure(*, actor: Actor, now: datetime, estate: Any, **values: Any) -> Disclosure:
    """Write down what may be seen, by whom and until when."""
    made = Disclosure.objects.create(company_id=estate.company_id, estate=estate, **values)
    record(actor=actor, now=now, verb="disclosures.created", of=made)
    return made


@transaction.atomic
def note_look(
    *, disclosure: Disclosure, actor: Actor, now: datetime, today: date, of: Iterable[Customer]
) -> Disclosure:
    """The data of these customers leave the house: counted and logged for each. Raises Refused when they may not."""
    require(actor, "phones.reveal")
    held = Disclosure.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=disclosure.pk)
    if why := held.why_not(actor, today):
        raise Refused(why)
    with change(held, actor=actor, now=now, verb="disclosures.exported"):
        held.looks += 1
    Reveal.objects.bulk_create(
        Reveal(
            company_id=held.company_id, actor_id=actor.pk, at=now, model=one._meta.label_lower, object_id=one.pk,
            field=LOGGED[kind], reason=f"{held.number} {held.asked_by}"[:100],
        )
        for one in of for kind in held.kinds if kind in LOGGED
    )  # fmt: skip
    return held
