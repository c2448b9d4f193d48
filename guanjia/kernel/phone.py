"""Phone numbers as offices write them: several in a cell, with remarks, extensions, full-width digits, as numbers."""

import re
from dataclasses import dataclass

import phonenumbers

from guanjia.kernel.cells import is_nothing, text_of

_CODE = r"(?:\(?(?:\+|00)?86\)?[\s-]*)?"
_EXTENSION = r"(?:\s*(?:转|分机|ext\.?|[-#*x])\s*(?P<ext>\d{1,6})(?!\d))?"
_NUMBER = re.compile(
    rf"(?<!\d){_CODE}(?P<mobile>0?1[3-9]\d(?:[\s-]?\d){{8}})(?!\d)"
    rf"|(?<![\d.])(?P<service>[48]00[\s-]?\d{{3,4}}[\s-]?\d{{3,4}}(?!\d)|(?:95|12)\d{{3,4}}(?!\d))"
    rf"|(?<!\d){_CODE}\(?(?P<area>(?:0(?:10|2\d|[3-9]\d{{2}}))|(?:10|2\d|[3-9]\d{{2}})(?=[\s)-]))\)?[\s-]*(?P<line>[2-9]\d{{2,3}}[\s-]?\d{{4}})(?!\d){_EXTENSION}"
    rf"|(?<!\d)(?P<local>[2-9]\d{{2,3}}[\s-]?\d{{4}})(?!\d){_EXTENSION.replace('ext>', 'lext>')}"
    r"|(?P<abroad>(?:\+|00)(?!86)[1-9]\d{0,2}[\s-]?\d(?:[\s-]?\d){5,13})"
    r"|(?P<odd>\d(?:[\s-]?\d){2,24})",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[/、,;；|\n]|或|和|及")
_LABEL_NOISE = " :：-.()（）[]【】/、,;；|"


@dataclass(frozen=True)
class Phone:
    """One number. `number` as it is shown (`13800138000`, `0571-88001234-801`, `+85291234567`), `digits` without the
    extension, as a caller's number arrives, `label` what was written beside it."""

    number: str
    digits: str
    label: str = ""


@dataclass(frozen=True)
class Trouble:
    """A part of the cell that is no phone number: phone_length, phone_unreadable, phone_scientific."""

    code: str
    text: str


@dataclass(frozen=True)
class PhoneCell:
    phones: tuple[Phone, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def read(cell: object) -> PhoneCell:
    """All numbers of a cell in their order, each once."""
    if is_nothing(cell):
        return PhoneCell()
    text = text_of(cell)
    if re.fullmatch(r"\d\.\d+[eE]\+?\d+", text):
        return PhoneCell(troubles=(Trouble("phone_scientific", text),))
    matches = list(_NUMBER.finditer(text))
    if not matches:
        return PhoneCell(troubles=(Trouble("phone_unreadable", text),))
    found: dict[str, Phone] = {}
    troubles = []
    for match, label in zip(matches, _labels(text, matches), strict=True):
        number = _shown(match)
        if number is None:
            troubles.append(Trouble(_fault(match[0]), match[0].strip()))
        else:
            found.setdefault(number, Phone(number, _dialled(number), label))
    return PhoneCell(tuple(found.values()), tuple(troubles))


def write(phones: tuple[Phone, ...] | list[Phone]) -> str:
    """One cell from which `read` gives the same phones again."""
    return "/".join(f"{p.number}（{p.label}）" if p.label else p.number for p in phones)


def mask(number: str) -> str:
    """`138****8000`, `0571-****1234`: enough to recognise, not to dial."""
    main = re.sub(r"^((?:0\d{2,3}-)?\d{7,8})-\d+$", r"\1", number)
    digits = [at for at, sign in enumerate(main) if sign.isdigit()]
    hidden = digits[-8:-4] if len(digits) >= 7 else digits[:-2]
    return "".join("*" if at in hidden else sign for at, sign in enumerate(main))


def _shown(match: re.Match[str]) -> str | None:
    plain = {name: re.sub(r"\D", "", part) for name, part in match.groupdict().items() if part}
    if "mobile" in plain:
        return plain["mobile"].lstrip("0")
    if "service" in plain:
        return plain["service"]
    if "area" in plain:
        return "-".join(filter(None, ("0" + plain["area"].lstrip("0"), plain["line"], plain.get("ext"))))
    if "local" in plain:
        return "-".join(filter(None, (plain["local"], plain.get("lext"))))
    return _abroad(match["abroad"]) if "abroad" in plain else None


def _abroad(text: str) -> str | None:
    try:
        parsed = phonenumbers.parse(re.sub(r"^00", "+", text))
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _dialled(number: str) -> str:
    return re.sub(r"\D", "", re.sub(r"^((?:0\d{2,3}-)?\d{7,8})-\d+$", r"\1", number))


def _fault(text: str) -> str:
    return "phone_length" if re.sub(r"\D", "", text).startswith("1") else "phone_unreadable"


def _labels(text: str, matches: list[re.Match[str]]) -> list[str]:
    """What is written beside each number. Words in brackets, and words before a separator, belong to the number on
    their left; other words to the right one when the cell begins with words (`父亲 138… 母亲 139…`)."""
    ends = [0, *(m.end() for m in matches)]
    starts = [*(m.start() for m in matches), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    words_first = bool(gaps[0].strip(_LABEL_NOISE))
    before = [gaps[0]]
    after = []
    for gap in gaps[1:-1]:
        left, right = _shared(gap, words_first)
        after.append(left)
        before.append(right)
    after.append(gaps[-1])
    return [_label(left, right) for left, right in zip(before, after, strict=True)]


def _shared(gap: str, words_first: bool) -> tuple[str, str]:
    if bracketed := re.match(r"\s*[(（【\[][^)）】\]]*[)）】\]]", gap):
        return bracketed[0], gap[bracketed.end() :]
    if separator := _BREAK.search(gap):
        return gap[: separator.start()], gap[separator.end() :]
    return ("", gap) if words_first else (gap, "")


def _label(before: str, after: str) -> str:
    words = [part.strip(_LABEL_NOISE) for part in (before, after)]
    joined = " ".join(word for word in words if word)
    return re.sub(r"[()（）【】\[\]/、,;；|\d]+", " ", joined).strip()[:30]
