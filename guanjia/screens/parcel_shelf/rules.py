"""Places on the shelf, how long a piece has been lying, and who brings numbers of which kind."""

from collections.abc import Collection, Iterable

CARRIERS = (
    ("SF", "顺丰"), ("JD", "京东"), ("YT", "圆通"), ("ZTO", "中通"), ("STO", "申通"), ("JT", "极兔"), ("DPK", "德邦"),
    ("9", "邮政"), ("E", "邮政"), ("RA", "邮政"), ("X", "邮政"),
)  # fmt: skip


def carrier_of(number: str) -> str:
    """Who carries a piece with this number, as far as the number says; else empty."""
    upper = number.strip().upper()
    return next((name for sign, name in CARRIERS if upper.startswith(sign)), "")


def places_of(shelves: Iterable[str], size: int) -> dict[str, list[str]]:
    """The places of each shelf: `A-1`, `A-2`, …"""
    return {shelf: [f"{shelf}-{number}" for number in range(1, size + 1)] for shelf in shelves}


def next_free(places: Iterable[str], taken: Collection[str]) -> str:
    """The first empty place; empty when the shelves are full."""
    return next((place for place in places if place not in taken), "")


def urgency_of(days: int, limits: tuple[int, int, int]) -> str:
    """fresh, near (to be reminded), late (reminded again) or over (to be sent back)."""
    return ("fresh", "near", "late", "over")[sum(days >= limit for limit in limits)]
