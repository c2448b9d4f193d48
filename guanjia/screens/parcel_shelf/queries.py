"""The parcel shelf as it stands: every place with what lies there, for whom and how long."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate

from guanjia.directory.people.models import Occupancy
from guanjia.engine.access import Actor
from guanjia.engine.params.values import Parameters
from guanjia.kernel import room
from guanjia.registers.parcels.models import Parcel
from guanjia.screens.parcel_shelf import rules
from guanjia.work.cases.models import Step

PROCEDURE = "mail"
TELLING = ("tell", "remind_first", "remind_again")
SHORTEST_TAIL, SHORTEST_ROOM, MOST_HOMES = 4, 3, 6


@dataclass(frozen=True)
class Piece:
    """A piece on the shelf with the open steps of its case by code."""

    parcel: Parcel
    days: int
    urgency: str
    steps: dict[str, Step]

    @property
    def telling(self) -> Step | None:
        """What the resident is to be told now: that it came, or that it is still here."""
        return next((self.steps[code] for code in TELLING if code in self.steps), None)

    @property
    def case_id(self) -> int | None:
        return next((step.case_id for step in self.steps.values()), None)

    @property
    def whose(self) -> tuple[int | None, str]:
        return (self.parcel.unit_id, "" if self.parcel.unit_id else self.parcel.addressee)


@dataclass(frozen=True)
class Found:
    """What is to be handed out: the pieces, those meant, and the pick-up codes that were said."""

    pieces: list[Piece] = field(default_factory=list)
    meant: set[int] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Shelf:
    """All pieces of an estate that wait."""

    pieces: list[Piece]
    places: dict[str, list[str]]

    @property
    def free(self) -> str:
        every = (place for some in self.places.values() for place in some)
        return rules.next_free(every, {piece.parcel.shelf for piece in self.pieces})

    @property
    def drawn(self) -> list[tuple[str, list[tuple[str, list[Piece]]]]]:
        """Shelf by shelf its places with what lies there; places nobody planned come last."""
        lying: dict[str, list[Piece]] = {}
        for piece in self.pieces:
            lying.setdefault(piece.parcel.shelf, []).append(piece)
        rows = [
            (name, [(place, lying.pop(place, [])) for place in some]) for name, some in self.places.items()
        ]
        return [*rows, ("", sorted(lying.items()))] if lying else rows

    @property
    def to_tell(self) -> list[list[Piece]]:
        """Pieces whose residents are to be told something, by home, the longest lying first."""
        homes: dict[Any, list[Piece]] = {}
        for piece in self.pieces:
            if piece.telling:
                homes.setdefault(piece.whose, []).append(piece)
        return sorted(homes.values(), key=lambda some: -max(piece.days for piece in some))

    @property
    def counts(self) -> dict[str, int]:
        urgent = [piece.urgency for piece in self.pieces]
        return {
            "all": len(urgent),
            "waiting": len(urgent) - urgent.count("fresh"),
            "over": urgent.count("over"),
        }


def shelf_of(estate: Any, *, actor: Actor, now: datetime) -> Shelf:
    """Three statements."""
    numbers = Parameters.of(estate, now)
    limits = tuple(
        numbers.value(f"mail.{name}") for name in ("remind_first_days", "remind_again_days", "keep_days")
    )
    steps: dict[int, dict[str, Step]] = {}
    waiting = Step.objects.visible_to(actor).filter(
        estate=estate, case__procedure=PROCEDURE, done_at=None, cancelled_at=None
    )
    for step in waiting.select_related("case__estate"):
        if parcel := step.case.answers.get("parcel"):
            steps.setdefault(parcel, {})[step.code] = step
    rows = Parcel.objects.visible_to(actor).filter(estate=estate, retired_at=None)
    pieces = [
        _piece(row, steps.get(row.pk, {}), limits, now)
        for row in rows.select_related("unit__building").order_by("arrived_at", "pk")
    ]
    places = rules.places_of(numbers.value("mail.shelves"), numbers.value("mail.places"))
    return Shelf(pieces, places)


def _piece(parcel: Parcel, steps: dict[str, Step], limits: Any, now: datetime) -> Piece:
    days = (localdate(now) - localdate(parcel.arrived_at)).days if parcel.arrived_at else 0
    return Piece(parcel, days, rules.urgency_of(days, limits), steps)


def find(shelf: Shelf, text: str, *, estate: Any, actor: Actor) -> Found:
    """What these pick-up codes, this room, name, number or end of a phone number mean. At most one statement.

    A code means its piece alone, and shows what else lies here for the home.
    """
    said = text.split()
    codes = {word for word in said if any(piece.parcel.code == word for piece in shelf.pieces)}
    if codes:
        meant = {piece.parcel.pk for piece in shelf.pieces if piece.parcel.code in codes}
        homes = {piece.whose for piece in shelf.pieces if piece.parcel.pk in meant}
        return Found([piece for piece in shelf.pieces if piece.whose in homes], meant, codes)
    typed = text.strip().casefold()
    if not typed:
        return Found()
    units = _units_by_phone(shelf, typed, estate, actor)
    rooms = set(room.candidates(text))
    pieces = [
        piece for piece in shelf.pieces if piece.parcel.unit_id in units or _is_meant(piece, typed, rooms)
    ]
    return Found(pieces, {piece.parcel.pk for piece in pieces})


def _is_meant(piece: Piece, typed: str, rooms: set[str]) -> bool:
    parcel = piece.parcel
    if parcel.unit and parcel.unit.key in rooms:
        return True
    return (
        typed in (parcel.number.casefold(), parcel.shelf.casefold()) or typed in parcel.addressee.casefold()
    )


def _units_by_phone(shelf: Shelf, typed: str, estate: Any, actor: Actor) -> set[int]:
    if not typed.isdecimal() or len(typed) < SHORTEST_TAIL:
        return set()
    living = Occupancy.objects.visible_to(actor).filter(
        estate=estate, retired_at=None, unit_id__in={piece.parcel.unit_id for piece in shelf.pieces},
        customer__phones__digits__endswith=typed, customer__phones__retired_at=None,
    )  # fmt: skip
    return set(living.values_list("unit_id", flat=True))


def homes_called(text: str, *, estate: Any, actor: Actor) -> Iterable[Occupancy]:
    """Who may be meant on a parcel: by room, name or end of the phone number. One statement."""
    typed = text.strip()
    if not typed or (typed.isascii() and len(typed) < SHORTEST_ROOM):
        return []
    called = (
        Q(unit__key__in=room.candidates(typed)) | Q(unit__number=typed) | Q(customer__name__contains=typed)
    )
    if typed.isdecimal() and len(typed) >= SHORTEST_TAIL:
        phones = Q(customer__phones__digits__endswith=typed, customer__phones__retired_at=None)
        called |= phones
    living = Occupancy.objects.visible_to(actor).filter(called, estate=estate, retired_at=None, until=None)
    return (
        living.select_related("unit__building", "customer")
        .order_by("unit__sort_key", "pk")
        .distinct()[:MOST_HOMES]
    )
