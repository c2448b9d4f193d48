"""What the page of a line shows besides its own fields."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.engine.register.declaration import Register
from guanjia.engine.sop import discovery
from guanjia.engine.ui import cells
from guanjia.screens.registers.lists import KINDS, private_of, said
from guanjia.work.cases.models import Case, CaseRecord

MOST = 50


def facts_of(register: Register, row: Any) -> list[tuple[Any, Any]]:
    """(label, value) of every field a person fills in and every column, in that order."""
    names = [*register.fields, *(one for one in register.columns if isinstance(one, str))]
    return [
        (_field(register, name).verbose_name, _value(register, row, name)) for name in dict.fromkeys(names)
    ]


def cases_about(actor: Actor, register: Register, row: Any) -> QuerySet[Case]:
    """The matters in which this line was named, newest first."""
    named = CaseRecord.objects.visible_to(actor).filter(register=register.code, object_id=row.pk)
    cases = Case.objects.visible_to(actor).filter(pk__in=named.values("case_id"))
    return cases.select_related("handler").order_by("-opened_at")[:MOST]


def starts(actor: Actor, register: Register, row: Any) -> list[tuple[str, str]]:
    """(label, address) of the procedures that begin with a line of this register."""
    if row.retired_at or not may(actor, "cases.register"):
        return []
    found = []
    for procedure in discovery.everything():
        for field in procedure.intake:
            if field.kind == "record" and field.of == register.code:
                asked = urlencode({"procedure": procedure.code, f"intake-{field.code}": row.pk})
                found.append((_(procedure.label), f"{reverse('desk:bench')}?{asked}"))
    return found


def _field(register: Register, name: str) -> Any:
    return register.model._meta.get_field(name)


def _value(register: Register, row: Any, name: str) -> Any:
    of = _field(register, name)
    if of.is_relation:
        return said(row, name)
    kind = "phone" if name in private_of(register) else KINDS.get(type(of), "text")
    return cells.shown(cells.follow(row, name), kind)
