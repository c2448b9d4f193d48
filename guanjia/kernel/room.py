"""Rooms as people write and say them, brought to one key: `3-2-1501`.

A room has a building, perhaps an entrance (单元), and a number. The key joins what there is with `-`; parking spaces
and shops have keys like `B1-023` and `A-101`.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache

from guanjia.kernel.cells import text_of

FLAT, SHOP, OFFICE, PARKING = "flat", "shop", "office", "parking"
_PARKING = re.compile(r"(?:地下|地上|地面)?(?:停车位|停车场|停车库|车位|车库)")
_SHOP = re.compile(r"商业街|商铺|店铺|底商|门面|门市|网点")
_HAN = "零一二三四五六七八九"
_UNITS = "号楼|号栋|号幢|栋|幢|座|#楼|楼|#"
_PHASE = r"(?:\d+期|[东南西北中][区苑]|[A-Z\d]区)"
_BUILDING = re.compile(
    rf"(?P<phase>{_PHASE}-?)?(?P<b>[A-Z]?\d{{1,3}}[A-Z]?|[A-Z]{{1,2}})"
    rf"(?:{_UNITS}|号(?=.*?\d+(?:单元|门|室|$)))-?(?=.)"
)
_ENTRANCE = re.compile(
    r"(?P<e>\d{1,2}|[A-Z])(?:单元|单|门|梯|#)-?|(?P<dashed>\d{1,2}|[A-Z])-(?=[A-Z]?\d{2,5}[A-Z]?$)"
)
_BLOCK_ALONE = re.compile(
    rf"(?:.*?[^\dA-Z共])?(?P<b>{_PHASE}?(?:[A-Z]?\d{{1,3}}[A-Z]?|[A-Z]{{1,2}}))(?:{_UNITS})(?:(?P<e>\d{{1,2}}|[A-Z])单元)?\D*"
)
_NUMBER = re.compile(r"[A-Z]{0,3}\d{1,5}[A-Z]?(?:-\d{1,3})?|[A-Z]{1,2}")
_DASHED = re.compile(rf"(?:{_PHASE}|商铺|车位)?[A-Z\d]*(?:-(?:商铺)?[A-Z\d]+){{1,3}}")
_BLOCK = re.compile(r"(?P<b>[A-Z]{1,2})(?P<n>\d{2,5}[A-Z]?)")


class Unclear(ValueError):
    """The text does not name one room. `code`: room_empty, room_unreadable, room_ambiguous.

    `candidates`: possible keys."""

    def __init__(self, code: str, text: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.candidates = candidates


@dataclass(frozen=True)
class Room:
    """`building` and `number` are never empty; `entrance` may be. `kind` is what the words themselves say, or empty."""

    building: str
    entrance: str
    number: str
    kind: str = ""

    @property
    def key(self) -> str:
        return "-".join(part for part in (self.building, self.entrance, self.number) if part)

    @property
    def floor(self) -> int | None:
        """The floor that the number tells: `1501` → 15, `B1-023` → -1; None when it tells nothing."""
        if below := re.fullmatch(r"B(\d)", self.building if self.kind == PARKING else ""):
            return -int(below[1])
        if self.kind == PARKING:
            return None
        digits = re.match(r"[A-Z]{0,2}(\d{1,2})\d{2}(?!\d)", self.number)
        return int(digits[1]) or None if digits else None

    @property
    def spoken(self) -> str:
        """`3栋2单元1501`."""
        phased = re.fullmatch(rf"{_PHASE}?\d+", self.building)
        building = f"{self.building}栋" if phased else self.building
        entrance = f"{self.entrance}单元" if self.entrance else ""
        mark = "-" if building[-1].isalnum() and building.isascii() and not entrance else ""
        return f"{building}{entrance}{mark}{self.number}"

    @property
    def spellings(self) -> tuple[str, ...]:
        """The ways a person may type it into a search box: `3-2-1501`, `321501`, `31501`, `3-1501`, `1501`."""
        building, entrance, number = self.building, self.entrance, self.number.replace("-", "")
        forms = (
            self.key,
            building + entrance + number,
            building + number,
            f"{building}-{self.number}",
            self.number,
        )
        return tuple(dict.fromkeys(forms))


def parse(text: object, known: Container[str] | None = None) -> Room:
    """The one room that the text names. `known`: the keys of the estate, which decide what `31501` means.

    Raises Unclear.
    """
    plain = _plain(text)
    if not plain:
        raise Unclear("room_empty", "")
    if plain.isdigit() and len(plain) >= 5:
        return _compact(plain, known)
    room = _read(plain)
    if room is None:
        raise Unclear("room_unreadable", text_of(text))
    return room


def from_parts(
    building: object, entrance: object, number: object, known: Container[str] | None = None
) -> Room:
    """A room from columns for building, entrance and number. A number cell may hold the whole address.

    Raises Unclear.
    """
    b, e, n = _place(building), _place(entrance), _plain(number)
    if not n:
        raise Unclear("room_empty", "")
    if not b:
        whole = _read(f"{_plain(entrance)}-{n}") if re.search(r"[栋幢座楼#-]", _plain(entrance)) else None
        return whole or parse(number, known)
    if re.fullmatch(r"[A-Z]{0,3}\d{1,5}[A-Z]?", n):
        return Room(b, e, _number(n), _kind(text_of(number)) or _kind(text_of(building)))
    whole = _read(n)
    if whole and (whole.building in (b, e) or "栋" in n or "单元" in n):
        return Room(b, whole.entrance or e, whole.number, whole.kind)
    return Room(b, e, _number(n), _kind(text_of(number)) or _kind(text_of(building)))


def block(text: object) -> tuple[str, str] | None:
    """Building and entrance (or empty) that a heading names: `3号楼`, `阳光花园3幢2单元业主表`; None when none."""
    found = _BLOCK_ALONE.fullmatch(_plain(text))
    return (_trim(found["b"]), _trim(found["e"] or "")) if found else None


def building_of(text: object) -> str:
    """`3号楼`, `3幢`, `三栋`, `3#`, `3.0` → `3`. Other names stay as they are."""
    return _place(text)


def candidates(text: object) -> tuple[str, ...]:
    """The keys that a search for this text may mean, the likeliest first; empty when it looks like no room."""
    plain = _plain(text)
    if plain.isdigit():
        return tuple(room.key for room in _splits(plain)) if 4 <= len(plain) <= 9 else ()
    room = _read(plain) if plain else None
    return (room.key,) if room else ()


def _plain(text: object) -> str:
    """Upper case, half-width, Chinese numerals before their marks as digits, one dash for every kind of dash."""
    return _plainly(text_of(text).upper())


@lru_cache(1 << 14)
def _plainly(text: str) -> str:
    plain = re.sub(r"(?<=.)\([^()]*\)$|\.0$", "", text)
    plain = re.sub(r"(?<=[0-9A-Z])\s+(?=[0-9A-Z])", "-", plain)
    plain = re.sub(r"\s+", "", plain)
    plain = re.sub(r"[—–―‐−_~/\\|、,.。·]+", "-", plain)
    plain = re.sub(r"(?:负|地下)([一二三四五1-5])(?:层|楼)-?", lambda m: f"B{_digits(m[1])}-", plain)
    plain = re.sub(r"^B(\d)层-?", r"B\1-", plain)
    plain = re.sub(rf"[{_HAN}十百]+(?=期|号|栋|幢|座|楼|单元|门|室|#)", lambda m: _digits(m[0]), plain)
    plain = re.sub(r"-{2,}", "-", plain)
    return re.sub(r"(?:号?(?:室|房间|房|户)|号(?!楼))$", "", plain).strip("-")


def _digits(han: str) -> str:
    if han.isdigit() and han.isascii():
        return han
    if "十" not in han and "百" not in han:
        return "".join(str(_HAN.index(sign)) for sign in han)
    total, digit = 0, 0
    for sign in han:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _HAN.index(sign)
    return str(total + digit)


def _kind(text: str) -> str:
    return PARKING if _PARKING.search(text) else SHOP if _SHOP.search(text) else ""


def _read(plain: str) -> Room | None:
    kind = _kind(plain)
    if kind == PARKING:
        return _parking(_PARKING.sub("-", plain).strip("-号"))
    if found := _BUILDING.search(plain):
        return _marked(found, plain[found.end() :], kind)
    if _DASHED.fullmatch(plain):
        return _dashed(plain.split("-"), kind)
    plain = re.sub(r"^[\u4e00-\u9fff]+-?(?=[A-Z\d])", "", _SHOP.sub("", plain)).strip("-")
    if _DASHED.fullmatch(plain):
        return _dashed(plain.split("-"), kind)
    if block := _BLOCK.fullmatch(plain):
        return Room(block["b"], "", block["n"], kind)
    return Room("商铺", "", plain, SHOP) if kind == SHOP and _NUMBER.fullmatch(plain) else None


def _parking(plain: str) -> Room | None:
    if found := re.fullmatch(r"(?P<b>[A-Z]{1,2}\d?|\d{1,2})-(?P<n>[A-Z]{0,2}-?\d{1,5}[A-Z]?)", plain):
        return Room(found["b"], "", found["n"], PARKING)
    if found := re.fullmatch(r"(?P<b>[A-Z]{1,2})(?P<n>\d{1,5})", plain):
        return Room(found["b"], "", found["n"], PARKING)
    return Room("车位", "", plain, PARKING) if re.fullmatch(r"\d{1,5}[A-Z]?", plain) else None


def _marked(found: re.Match[str], rest: str, kind: str) -> Room | None:
    phase = (found["phase"] or "").strip("-")
    building = phase + _trim(found["b"])
    entrance = ""
    if mark := _ENTRANCE.match(rest):
        entrance, rest = _trim(mark["e"] or mark["dashed"]), rest[mark.end() :]
    rest = re.sub(r"^\d{1,2}(?:层|楼)-?(?=\d{3,4}$)", "", rest)
    if kind == SHOP and (shop := re.fullmatch(r"(?:商铺|店铺|底商|门面|门市|网点)-?([A-Z]?\d+[A-Z]?)", rest)):
        return Room(building, entrance, f"商铺{shop[1]}", SHOP)
    return Room(building, entrance, _number(rest), kind) if _NUMBER.fullmatch(rest) else None


def _dashed(parts: list[str], kind: str) -> Room | None:
    if len(parts) == 4:
        floor, door = parts[2], parts[3]
        if not (floor.isdigit() and door.isdigit() and len(door) <= 2):
            return None
        parts = [*parts[:2], f"{int(floor)}{int(door):02}"]
    if len(parts) == 2 and re.fullmatch(r"B[1-5]", parts[0]) and re.fullmatch(r"[A-Z]?0\d+", parts[1]):
        return Room(parts[0], "", parts[1], PARKING)
    building, entrance = _trim(parts[0]), _trim(parts[1]) if len(parts) == 3 else ""
    if len(building.rpartition("期")[2]) > 4 or len(entrance) > 3:
        return None
    if building == "车位":
        return Room(building, "", parts[-1], PARKING)
    return Room(building, "" if entrance == "0" else entrance, _number(parts[-1]), kind)


def _compact(digits: str, known: Container[str] | None) -> Room:
    rooms = [room for room in _splits(digits) if known is None or room.key in known]
    if len(rooms) != 1:
        raise Unclear("room_ambiguous", digits, tuple(room.key for room in rooms))
    return rooms[0]


def _splits(digits: str) -> list[Room]:
    """Every way to read a row of digits as building, entrance, number; a number is a floor and two more digits."""
    ways = []
    for size in (4, 3):
        front, number = digits[:-size], digits[-size:]
        if not front or number[0] == "0" or number[-2:] == "00" or front[0] == "0":
            continue
        ways += [Room(front[:-1], front[-1], number)] if len(front) > 1 and front[-1] != "0" else []
        ways += [Room(front, "", number)] if len(front) <= 3 else []
    return ways


def _place(text: object) -> str:
    plain = re.sub(r"(?:号楼|号栋|号幢|栋|幢|座|#楼|#|单元|号|门|梯|(?<=\d)楼)$", "", _plain(text))
    return "" if plain in ("", "0") else _trim(plain)


def _trim(part: str) -> str:
    return re.sub(r"^0+(?=\d)", "", part)


def _number(text: str) -> str:
    return text[1:] if re.fullmatch(r"0[1-9]\d{2}", text) else text
