"""How owners' votes are counted: by head and by area, exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

HALF, THREE_QUARTERS = "1/2", "3/4"


@dataclass(frozen=True)
class Weight:
    """So many owners with so many square metres."""

    heads: int
    area: Decimal

    def share_of(self, whole: "Weight") -> tuple[Fraction, Fraction]:
        """(of the heads, of the area), exactly; nothing of nothing is 0."""
        heads = Fraction(self.heads, whole.heads) if whole.heads else Fraction(0)
        area = Fraction(self.area) / Fraction(whole.area) if whole.area else Fraction(0)
        return heads, area


@dataclass(frozen=True)
class Home:
    """A home on the roll with those who own it; nobody for one that is not sold or not registered."""

    unit: int
    area: Decimal
    owners: tuple[int, ...]


@dataclass(frozen=True)
class Head:
    """One owner, or owners who hold their homes together: one head with the area of all their homes."""

    owners: tuple[int, ...]
    homes: tuple[Home, ...]

    @property
    def area(self) -> Decimal:
        return sum((home.area for home in self.homes), Decimal(0))


@dataclass(frozen=True)
class Outcome:
    quorate: bool
    passed: bool


def heads_of(homes: Iterable[Home]) -> list[Head]:
    """Homes of the same owner or owners count as one head; so do all that nobody owns yet (the developer's)."""
    found: dict[tuple[int, ...], list[Home]] = {}
    for home in homes:
        found.setdefault(tuple(sorted(set(home.owners))), []).append(home)
    return [Head(owners, tuple(some)) for owners, some in found.items()]


def reaches(part: Weight, whole: Weight, needed: str) -> bool:
    """Whether the part has the needed share of heads and of area. A half must be exceeded, other shares reached."""
    wanted = Fraction(needed)
    shares = part.share_of(whole)
    if wanted == Fraction(1, 2):
        return all(share > wanted for share in shares)
    return all(share >= wanted for share in shares)


def decide(*, roll: Weight, cast: Weight, agreed: Weight, quorum: str, majority: str) -> Outcome:
    """The quorum is counted of the roll, the majority of those who took part, abstentions among them."""
    quorate = reaches(cast, roll, quorum)
    return Outcome(quorate, quorate and reaches(agreed, cast, majority))


def percent(part: Fraction) -> Decimal:
    """A share in percent to two places, cut off, so that nothing looks reached that is not."""
    return Decimal(int(part * 10_000)) / 100
