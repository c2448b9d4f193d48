"""Buildings laid out by pattern: entrances × floors × rooms, or spaces numbered in a row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_BUILDINGS, MOST_UNITS = 60, 6000


class Unclear(ValueError):
    """A pattern that cannot be laid out. `field` is the part at fault, `code` why."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


@dataclass(frozen=True)
class Block:
    """Buildings that are alike. Without floors, `rooms` counts spaces numbered 001, 002 … in each building."""

    names: tuple[str, ...]
    kind: str
    entrances: int
    first_floor: int | None
    top_floor: int | None
    rooms: int
    skipped: frozenset[int] = frozenset()

    @property
    def floors(self) -> list[int]:
        if self.top_floor is None:
            return []
        whole = range(self.first_floor or 1, self.top_floor + 1)
        return [floor for floor in whole if floor and floor not in self.skipped]

    def places(self) -> Iterator[tuple[str, int | None, str]]:
        """(entrance, floor, number) of every unit of one building; entrance is empty when there is only none."""
        if self.top_floor is None:
            width = max(3, len(str(self.rooms)))
            yield from (("", None, f"{number:0{width}}") for number in range(1, self.rooms + 1))
            return
        for entrance in range(1, self.entrances + 1) if self.entrances else [0]:
            for floor in self.floors:
                for number in range(1, self.rooms + 1):
                    yield str(entrance or ""), floor, _number(floor, number)

    @property
    def size(self) -> int:
        """Units in one building."""
        if self.top_floor is None:
            return self.rooms
        return max(self.entrances, 1) * len(self.floors) * self.rooms


def check(block: Block) -> None:
    """Raises Unclear."""
    if block.rooms < 1:
        raise Unclear("rooms", "rooms")
    if block.top_floor is None:
        if block.entrances or block.skipped:
            raise Unclear("top_floor", "floors")
    elif not block.floors:
        raise Unclear("top_floor", "floors")
    elif block.rooms > 99:
        raise Unclear("rooms", "many")
    if len(block.names) * block.size > MOST_UNITS:
        raise Unclear("rooms", "many")


def building_names(text: str) -> tuple[str, ...]:
    """`1-3,5栋、A1~A2` → 1, 2, 3, 5, A1, A2; `地下车库` stays as it is. Raises Unclear."""
    found: list[str] = []
    for part in filter(None, re.split(r"[,,、;;\s]+", text.strip())):
        said = re.sub(r"(号楼|号|栋|幢|座|楼)(?=[-~]|$)", "", part) or part
        run = re.fullmatch(r"([^\d~-]*)(\d+)[-~]\1(\d+)", said)
        if not run:
            found.append(said)
            continue
        first, last = int(run[2]), int(run[3])
        if last < first or last - first >= MOST_BUILDINGS:
            raise Unclear("names", "range")
        found += [f"{run[1]}{number}" for number in range(first, last + 1)]
    if not found:
        raise Unclear("names", "empty")
    if len(found) > MOST_BUILDINGS:
        raise Unclear("names", "range")
    return tuple(dict.fromkeys(found))


def floors_skipped(text: str) -> frozenset[int]:
    """`4,13、14` → the floors that the lift does not know. Raises Unclear."""
    parts = list(filter(None, re.split(r"[,,、;;\s]+", text.strip())))
    if not all(re.fullmatch(r"-?\d{1,2}", part) for part in parts):
        raise Unclear("skipped", "number")
    return frozenset(map(int, parts))


def _number(floor: int, room: int) -> str:
    return f"B{-floor}{room:02}" if floor < 0 else f"{floor}{room:02}"
