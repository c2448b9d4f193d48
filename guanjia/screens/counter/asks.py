"""Everything a walk-in may ask for: what can be begun, and what the registers hold for his home or under a word."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.engine.register.declaration import Register, registers
from guanjia.engine.register.reading import lines_for
from guanjia.engine.sop import Procedure, latest
from guanjia.screens.counter.watch import started
from guanjia.screens.desk.forms import FIRST
from guanjia.screens.procedures.queries import asked_for, may_start
from guanjia.work.counter.models import Ticket

MOST, LINES, KINDS = 8, 12, 4


@dataclass(frozen=True)
class Ask:
    """One answer: what it is, a second line, and where it leads."""

    title: str
    sub: str
    href: str
    icon: str


@dataclass(frozen=True)
class Answers:
    """`begun` can be started for the one at the window; `kept` are lines of registers."""

    begun: list[Ask]
    kept: list[Ask]


def answers(actor: Actor, *, typed: str, ticket: Ticket | None, estate_id: int) -> Answers:
    """To what was typed; with nothing typed to what he came for, and what is kept for his home. ≤ 5 statements."""
    meant = _procedures(actor, typed or (ticket.what if ticket else ""))
    if not meant and not typed:
        meant = [latest(code) for code in FIRST if may_start(actor, latest(code))]
    begun = [
        Ask(str(_(one.label)), str(_(one.group)), started(ticket, one.code), "player-play") for one in meant
    ]
    return Answers(begun, _lines(actor, typed=typed, ticket=ticket, estate_id=estate_id))


def _procedures(actor: Actor, typed: str) -> list[type[Procedure]]:
    if not typed:
        return []
    return [one for one in asked_for(typed) if may_start(actor, one)][:MOST]


def _lines(actor: Actor, *, typed: str, ticket: Ticket | None, estate_id: int) -> list[Ask]:
    """Lines of registers that speak of homes: those of his home, or those that carry the word."""
    if not may(actor, "registers.view") or not (typed or (ticket and ticket.unit_id)):
        return []
    told: dict[str, Register] = {code: one for code, one in registers().items() if _of_homes(one)}

    def among(register: Register) -> QuerySet[Any]:
        said = Q(unit_id=ticket.unit_id if ticket else None)
        if typed:
            said = Q()
            for lookup in register.search:
                said |= Q(**{lookup: typed})
        rows = lines_for(register, actor).filter(said, estate_id=estate_id, retired_at=None)
        tagged = rows.annotate(of_register=Value(register.code)).order_by("pk")
        return tagged.values_list("of_register", "pk")[:LINES]

    first, *rest = (among(one) for one in told.values())
    found: dict[str, list[int]] = {}
    for code, pk in first.union(*rest, all=True):
        found.setdefault(code, []).append(pk)
    return [
        _drawn(told[code], row)
        for code in sorted(found, key=list(told).index)[:KINDS]
        for row in told[code].model.objects.visible_to(actor).filter(pk__in=found[code]).order_by("pk")
    ][:LINES]


def _of_homes(register: Register) -> bool:
    return bool(register.search) and any(
        one.name == "unit" and one.concrete for one in register.model._meta.get_fields()
    )


def _drawn(register: Register, row: Any) -> Ask:
    state = register.state(row)
    said = " · ".join(str(one) for one in (_(register.label), state) if one)
    return Ask(str(row), said, reverse("registers:row", args=[register.code, row.pk]), register.icon)
