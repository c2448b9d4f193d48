"""Which lines of a register a person reads."""

from typing import Any

from django.db.models import QuerySet

from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.engine.register.declaration import Register


def reads_all(register: Register, actor: Actor) -> bool:
    """Whether nothing of the register is kept from this person."""
    return not register.readers or any(may(actor, f"role.{role}") for role in register.readers)


def lines_for(register: Register, actor: Actor) -> QuerySet[Any]:
    """The lines this person may read, whether in use or not."""
    rows: QuerySet[Any] = register.model.objects.visible_to(actor)
    return rows if reads_all(register, actor) else rows.filter(register.others(actor))
