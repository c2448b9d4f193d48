"""Reading what people type into the cells of a spreadsheet: text, areas, dates, terms, counts, ticks.

Every reader gives a `Read`: the value, and a code for what is wrong with the cell (empty when nothing is). A reader may
give both, when there is a sensible value that somebody should look at. Codes are put into words elsewhere.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

NOTHING = frozenset(
    [
        "无",
        "没有",
        "暂无",
        "未知",
        "不详",
        "空",
        "未填",
        "未登记",
        "未留",
        "无电话",
        "待补",
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "#n/a",
        "#ref!",
        "#value!",
        "#name?",
    ]
) | {""}
_WIDE: dict[int, str | int | None] = {0x3000: " ", 0xA0: " ", 0x200B: None, 0xFEFF: None}
_WIDE |= {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_EPOCH = date(1899, 12, 30)
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEARS = range(1900, 2201)
OPEN_END = frozenset({"至今", "长期", "永久", "无固定期限", "不限"})
YES = frozenset(
    [
        "√",
        "✓",
        "✔",
        "☑",
        "■",
        "●",
        "是",
        "有",
        "已签",
        "已办",
        "已交",
        "已领",
        "对",
        "y",
        "yes",
        "true",
        "1",
        "v",
        "ok",
    ]
)
NO = frozenset(
    [
        "×",
        "✗",
        "✘",
        "☐",
        "□",
        "否",
        "无",
        "没有",
        "未签",
        "未办",
        "未交",
        "未领",
        "错",
        "n",
        "no",
        "false",
        "0",
        "x",
    ]
)


@dataclass(frozen=True)
class Read[T]:
    """What a cell says, and the code of its trouble."""

    value: T
    trouble: str = ""


def fold(text: str) -> str:
    """Full-width letters, digits, signs and blanks made half-width; invisible characters gone; ends trimmed."""
    return text.translate(_WIDE).strip()


def text_of(cell: object) -> str:
    """The cell as a person reads it: `104.0` is `104`, a date is `2017-01-08`, any white space one blank."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return _plain(str(cell))


@lru_cache(1 << 14)
def _plain(text: str) -> str:
    """Remembered: one cell is looked at by many readers, and columns repeat themselves."""
    return re.sub(r"\s+", " ", fold(text))


def words_of(cell: object) -> str:
    """Free text as it was written, full-width signs and line breaks included; only blanks at the ends are gone."""
    return cell.translate({0x200B: None, 0xFEFF: None}).strip() if isinstance(cell, str) else text_of(cell)


def is_nothing(cell: object) -> bool:
    """True for an empty cell and for the words that mean one (无, /, 不详 …)."""
    return cell is None or cell == "" or text_of(cell).lower() in NOTHING


def area(cell: object) -> Read[Decimal | None]:
    """Square metres, two places. `104.82㎡`, `90 平方`, `1,204.5`, `89,5`. Troubles: area_unreadable, area_unlikely."""
    if is_nothing(cell):
        return Read(None)
    text = re.sub(r"(平方米|平方|平米|平|方|㎡|m2|m²|M2|M²|约|\s)", "", text_of(cell))
    text = re.sub(r"^(\d+),(\d{1,2})$", r"\1.\2", text).replace(",", "")
    if not re.fullmatch(r"\d{1,8}(\.\d+)?", text):
        return Read(None, "area_unreadable")
    value = Decimal(text).quantize(Decimal("0.01"))
    if not value:
        return Read(None, "area_unreadable")
    return Read(value, "area_unlikely" if value > 100_000 else "")


def count(cell: object) -> Read[int | None]:
    """A number of people: `3`, `3人`, `2+1`, `2大1小`, `三口`. Trouble: count_unreadable."""
    if is_nothing(cell):
        return Read(None)
    text = text_of(cell).translate(_HAN_DIGITS).replace("两", "2")
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    total = sum(float(n) for n in numbers)
    if not numbers or not total.is_integer() or total > 500 or "-" in text or "~" in text:
        return Read(None, "count_unreadable")
    return Read(int(total))


def tick(cell: object) -> Read[bool | None]:
    """Yes, no or nothing said. Trouble: tick_unreadable."""
    text = text_of(cell).lower()
    if text in YES:
        return Read(True)
    if text in NO:
        return Read(False)
    return Read(None, "" if is_nothing(cell) else "tick_unreadable")


def day(cell: object) -> Read[date | None]:
    """A calendar day in any of the usual spellings, Excel serial numbers included.

    Troubles: date_unreadable (no value), date_no_such_day (2025.2.30: value is the month's last day),
    date_month_only (value is the first of the month).
    """
    if isinstance(cell, datetime):
        return Read(cell.date())
    if isinstance(cell, date):
        return Read(cell)
    if is_nothing(cell):
        return Read(None)
    text = text_of(cell)
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and 10_000 < float(text) < 80_000:
        return Read(_EPOCH + timedelta(days=int(float(text))))
    return _written_day(text)


def _written_day(text: str) -> Read[date | None]:
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$", "", _arabic(text))
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        return _checked(*(int(part) for part in found.groups()))
    numbers = re.fullmatch(r"(\d{2}|\d{4})\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2}))?\D{0,3}", text)
    if not numbers:
        return Read(None, "date_unreadable")
    year = int(numbers[1])
    if year < 100:
        year += 2000 if year < 70 else 1900
    if numbers[3]:
        return _checked(year, int(numbers[2]), int(numbers[3]))
    first = _checked(year, int(numbers[2]), 1)
    return Read(first.value, first.trouble or "date_month_only")


def _arabic(text: str) -> str:
    """二〇一七年十二月三十一日 as 2017年12月31日."""

    def number(found: re.Match[str]) -> str:
        tens, ones = found[0].split("十")
        return (tens.translate(_HAN_DIGITS) or "1") + (ones.translate(_HAN_DIGITS) or "0")

    return re.sub(r"[一二三]?十[一二三四五六七八九]?", number, text).translate(_HAN_DIGITS)


def _checked(year: int, month: int, of_month: int) -> Read[date | None]:
    if year not in _YEARS or not 1 <= month <= 12 or not 1 <= of_month <= 31:
        return Read(None, "date_unreadable")
    last = monthrange(year, month)[1]
    return Read(date(year, month, min(of_month, last)), "date_no_such_day" if of_month > last else "")


def term(cell: object) -> Read[tuple[date | None, date | None]]:
    """First and last day of a lease in one cell: `2024.3.1-2027.3.30`, `2024年3月1日至2027年3月`, `2024-03-01~长期`.

    Troubles: those of `day`, and term_unreadable, term_backwards (both without a value).
    """
    nothing: tuple[date | None, date | None] = (None, None)
    if is_nothing(cell):
        return Read(nothing)
    if isinstance(cell, date):
        return Read((day(cell).value, None))
    halves = _halves(text_of(cell))
    if halves is None:
        return Read(nothing, "term_unreadable")
    since, until = day(halves[0]), Read(None) if halves[1] in OPEN_END else day(halves[1])
    trouble = since.trouble or until.trouble
    if trouble == "date_unreadable":
        return Read(nothing, "term_unreadable")
    if since.value and until.value and until.value < since.value:
        return Read(nothing, "term_backwards")
    return Read((since.value, until.value), trouble)


def _halves(text: str) -> tuple[str, str] | None:
    for mark in (r"\s*(?:至|到|~|～|—+|–|起至|起)\s*", r"\s+-+\s+", r"-"):
        halves = [half.strip() for half in re.split(mark, text) if half.strip()]
        if len(halves) == 2:
            return halves[0], halves[1]
    parts = text.split("-")
    if len(parts) == 6:
        return "-".join(parts[:3]), "-".join(parts[3:])
    return (text, "") if day(text).value else None
