"""How a line of the log is read, and what is counted at a handover. Plain Python."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MARKS = re.compile(r"^([!！+＋]*)\s*(?:(\d{1,2})[:：](\d{2})(?!\d))?\s*([!！+＋]*)\s*")
NUMBER = re.compile(r"(?<![A-Z0-9])[A-Z]{2,4}\d{6}-\d{4,}(?!\d)")
APART = re.compile(r"[、，,;；\n]+")
THING = re.compile(r"^(.*?)[\s×xX*]*(\d+)?\s*[个把台张部元只串]?$")


@dataclass(frozen=True)
class Line:
    """`!14:05 3栋停电 BX261121-0007`: an important matter of five past two, about that case."""

    text: str
    important: bool = False
    matter: bool = False
    clock: time | None = None
    number: str = ""


@dataclass(frozen=True)
class Thing:
    """Something that changes hands with the shift, and how many there should be."""

    name: str
    expected: int


def read_line(text: str) -> Line:
    """What was typed. `!` marks an important matter, `+` one for the next shift, a time in front when it happened."""
    found = MARKS.match(text.strip())
    assert found
    before, hour, minute, behind = found.groups()
    words, marks = text.strip()[found.end() :].strip(), before + (behind or "")
    clock = time(int(hour), int(minute)) if hour and int(hour) < 24 and int(minute) < 60 else None
    if hour and clock is None:
        words = text.strip().lstrip("!！+＋").strip()
    important = "!" in marks or "！" in marks
    number = NUMBER.search(words)
    return Line(words, important, important or bool(marks), clock, number[0] if number else "")


def moment_of(clock: time | None, *, now: datetime, zone: ZoneInfo) -> datetime:
    """When it happened: at that time today, or yesterday when that is still to come; now without a time."""
    if clock is None:
        return now
    moment = datetime.combine(now.astimezone(zone).date(), clock, zone)
    return moment if moment <= now else datetime.combine(moment.date() - timedelta(days=1), clock, zone)


def things_of(text: str) -> list[Thing]:
    """`钥匙 42、对讲机 4、备用金 500` as things with their numbers; one without a number is there once."""
    found = [THING.match(part.strip()) for part in APART.split(text) if part.strip()]
    return [Thing(one[1].strip(), int(one[2] or 1)) for one in found if one and one[1].strip()]


def unexplained(things: Iterable[Thing], counted: Mapping[str, Any]) -> Thing | None:
    """The first thing whose number was not counted, or differs without a word. `counted`: name → (number, word)."""
    for thing in things:
        number, word = counted.get(thing.name, (None, ""))
        if number is None or (number != thing.expected and not word):
            return thing
    return None
