"""Checks what was filled in, the same for screens, phone and API."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from guanjia.engine.sop.fields import ATTACHED, Answers, Field
from guanjia.kernel.time import FIRST_YEAR, LAST_YEAR

# Before the point, of a number and of yuan.
DIGITS, DIGITS_OF_MONEY = 15, 10
# Of what is counted, so that the smallest columns hold it.
MOST = 30_000

# What can be wrong with one answer; the screens put it into words.
MISSING, UNREADABLE, NOT_OFFERED, TOO_FEW = "missing", "unreadable", "not_offered", "too_few"


def clean(
    fields: Iterable[Field], raw: Answers, *, facts: Answers, attached: Mapping[str, int]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers as JSON values, and per field what is wrong. `attached` counts attachments by field code.

    Answers to fields that are not shown, or not asked at all, are left out.
    """
    answers: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field in fields:
        if not field.is_shown({**facts, **answers}):
            continue
        if field.kind in ATTACHED:
            if field.required and attached.get(field.code, 0) < max(field.least, 1):
                problems[field.code] = TOO_FEW
            continue
        value = raw.get(field.code)
        if value in (None, "", [], ()):
            if field.kind == "tick":
                answers[field.code] = False
            elif field.required:
                problems[field.code] = MISSING
            continue
        try:
            answers[field.code] = read(field, value)
        except LookupError:
            problems[field.code] = NOT_OFFERED
        except (ValueError, TypeError, InvalidOperation, AttributeError):
            problems[field.code] = UNREADABLE
    return answers, problems


def read(field: Field, value: Any) -> Any:
    """One answer as a JSON value. Raises LookupError when it is not among the choices, ValueError
    otherwise."""
    match field.kind:
        case "number":
            number = _bounded(Decimal(str(value)))
            return _count(number) if field.whole else _whole_or_not(number)
        case "money":
            return str(_amount(Decimal(str(value))))
        case "date":
            return _sensible(date.fromisoformat(str(value))).isoformat()
        case "moment":
            return _sensible(_aware(value)).isoformat()
        case "choice":
            return _offered(field, str(value))
        case "several":
            return [_offered(field, str(one)) for one in value]
        case "tick" | "yes_no":
            return _truth(value)
        case "person" | "department" | "article" | "record":
            return int(value)
        case "lines":
            return [_line(one) for one in value]
    return str(value).strip()


def _bounded(value: Decimal, digits: int = DIGITS) -> Decimal:
    """Not 1e400000000: making that a whole number would keep the house busy for hours."""
    if not value.is_finite() or value.adjusted() >= digits:
        raise ValueError("not a number, or beyond all measure")
    return value


def _count(value: Decimal) -> int:
    if value != value.to_integral_value() or not 0 <= value <= MOST:
        raise ValueError("not how many of something")
    return int(value)


def _whole_or_not(value: Decimal) -> int | str:
    return int(value) if value == value.to_integral_value() else str(value)


def _amount(value: Decimal) -> Decimal:
    if _bounded(value, DIGITS_OF_MONEY) != value.quantize(Decimal("0.01")):
        raise ValueError("not an amount in yuan and fen")
    return value.quantize(Decimal("0.01"))


def _sensible[D: date](day: D) -> D:
    """Not the year 9999, from which nothing can be counted on."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("a slip of the pen")
    return day


def _aware(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment


def _offered(field: Field, value: str) -> str:
    if value not in dict(field.choices):
        raise LookupError(value)
    return value


def _truth(value: Any) -> bool:
    if value in (True, "true", "True", "1", "on", "yes"):
        return True
    if value in (False, "false", "False", "0", "off", "no"):
        return False
    raise ValueError(value)


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    quantity, price = (
        _bounded(Decimal(str(line.get("quantity", 1))), DIGITS_OF_MONEY),
        _amount(Decimal(str(line.get("price", "0")))),
    )
    if quantity <= 0 or price < 0 or not str(line["name"]).strip():
        raise ValueError("a line needs a name, a quantity above 0 and a price")
    return {"name": str(line["name"]).strip(), "quantity": str(quantity), "price": str(price)}
