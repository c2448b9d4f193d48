"""What a meter has measured: plain arithmetic over its readings."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

PLACES = Decimal("0.001")
ZERO = Decimal(0)
BACKWARDS, JUMP = "backwards", "jump"
HISTORY = 12

# What a home uses on an ordinary day: the yardstick while a meter has no history, and a tenth of it for an idle one.
# Water and gas in m³, electricity in kWh, heat in GJ.
USUAL_PER_DAY = {
    "cold_water": Decimal("0.5"),
    "hot_water": Decimal("0.3"),
    "electricity": Decimal(10),
    "gas": Decimal(1),
    "heat": Decimal("0.5"),
}


class Reason(StrEnum):
    """Why a usage cannot be billed."""

    NO_METER = "no_meter"
    NO_READING = "no_reading"
    FIRST_ONLY = "first_only"
    UNCONFIRMED = "unconfirmed"


# The one that is said when several meters of a home have different ones.
GRAVEST = (Reason.UNCONFIRMED, Reason.NO_READING, Reason.FIRST_ONLY)


@dataclass(frozen=True)
class Judged:
    """What a reading adds. `used` in units of the dial, never negative; `mark` is where the next one counts from.

    A doubtful reading that nobody confirmed adds nothing and leaves the mark where it was.
    """

    used: Decimal
    mark: Decimal
    doubt: str = ""


@dataclass(frozen=True)
class Point:
    """One reading in the order of days. `sure`: somebody confirmed it; `rolled`: the dial had passed its end.

    `settled`: how it was judged before a bill was made of it or of a later one; that stands, whatever is judged now.
    """

    on: date
    value: Decimal
    sure: bool = False
    rolled: bool = False
    settled: Judged | None = None


def judge(points: Iterable[Point], *, dial: int, usual: Decimal, times: int) -> Iterator[Judged]:
    """Each reading of one meter against those before it; the first is a start and adds nothing.

    Doubtful is a reading below the mark, or one that needs more than `times` the mean use of a day. `dial` is the
    number of digits before the point.
    """
    mark, since = None, date.min
    history: deque[tuple[Decimal, int]] = deque(maxlen=HISTORY)
    for point in points:
        if mark is None:
            mark, since = point.value, point.on
            yield Judged(ZERO, mark)
            continue
        days = max((point.on - since).days, 1)
        found = point.settled or _judged(point, mark, days, dial, yardstick(history, usual), times)
        if point.sure or not found.doubt:
            mark, since = found.mark, point.on
            history.append((found.used, days))
        yield found


def _judged(point: Point, mark: Decimal, days: int, dial: int, per_day: Decimal, times: int) -> Judged:
    doubt = doubtful(point, mark, days, per_day=per_day, times=times)
    if doubt and not point.sure:
        return Judged(ZERO, mark, doubt)
    return Judged(*advance(mark, point, dial), doubt)


def doubtful(point: Point, mark: Decimal, days: int, *, per_day: Decimal, times: int) -> str:
    """BACKWARDS, JUMP or nothing."""
    if point.value < mark:
        return BACKWARDS
    return JUMP if point.value - mark > times * per_day * days else ""


def yardstick(history: Sequence[tuple[Decimal, int]], usual: Decimal) -> Decimal:
    """The mean use of a day: of the meter's own history, at least a tenth of the usual."""
    if not history:
        return usual
    days = sum(days for _used, days in history)
    return max(sum((used for used, _days in history), ZERO) / days, usual / 10)


def advance(mark: Decimal, point: Point, dial: int) -> tuple[Decimal, Decimal]:
    """(used, new mark). A dial that passed its end counts on; one that stands lower for another reason adds nothing
    until it has caught up with the mark, so nothing is ever billed twice."""
    if point.value >= mark:
        return point.value - mark, point.value
    if point.rolled:
        return point.value + 10**dial - mark, point.value
    return ZERO, mark


def estimate(mark: Decimal, per_day: Decimal, days: int) -> Decimal:
    """Where a meter would stand after so many days of ordinary use."""
    return (mark + per_day * days).quantize(PLACES)


@dataclass(frozen=True)
class MeterUsage:
    """One meter in one period. `used` has the multiplier in it. `readings` are those that the usage counts up."""

    meter_id: int
    number: str
    multiplier: Decimal = Decimal(1)
    start_on: date | None = None
    start: Decimal | None = None
    end_on: date | None = None
    end: Decimal | None = None
    used: Decimal = ZERO
    estimated: bool = False
    reason: str = ""
    readings: tuple[int, ...] = ()

    @property
    def snapshot(self) -> dict[str, str | bool]:
        """As it stands on a published bill."""
        return {
            "number": self.number,
            "multiplier": str(self.multiplier.normalize()),
            "start": _plain(self.start),
            "start_on": str(self.start_on or ""),
            "end": _plain(self.end),
            "end_on": str(self.end_on or ""),
            "used": _plain(self.used),
            "estimated": self.estimated,
        }


@dataclass(frozen=True)
class Usage:
    """A home in one period: the sum over its meters, or the reason why there is none."""

    parts: tuple[MeterUsage, ...] = ()

    @property
    def reason(self) -> str:
        """Empty when the usage may be billed. A meter that was just put up does not stand in the way of the one it
        replaced; one that nobody read does."""
        found = {part.reason for part in self.parts}
        if not found:
            return Reason.NO_METER
        if found <= {"", Reason.FIRST_ONLY} and "" in found:
            return ""
        return next((each for each in GRAVEST if each in found), "")

    @property
    def amount(self) -> Decimal | None:
        """Units used, or None with a reason."""
        if self.reason:
            return None
        return sum((part.used for part in self.parts), ZERO)

    @property
    def estimated(self) -> bool:
        return any(part.estimated for part in self.parts)

    @property
    def readings(self) -> tuple[int, ...]:
        """What a published bill of this usage stands on: for `mark_billed`."""
        return tuple(pk for part in self.parts if not part.reason for pk in part.readings)

    @property
    def snapshot(self) -> list[dict[str, str | bool]]:
        return [part.snapshot for part in self.parts if not part.reason]


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
