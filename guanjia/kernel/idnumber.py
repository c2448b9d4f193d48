"""Chinese identity numbers (GB 11643) and unified social credit codes (GB 32100)."""

import re
from dataclasses import dataclass
from datetime import date

from guanjia.kernel.cells import is_nothing, text_of

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
PENDING = frozenset({"办理中", "待办", "申请中", "未办", "补办中", "换证中"})


@dataclass(frozen=True)
class IdNumber:
    """`number` is empty when the cell has none that can be kept. `trouble` is a code: id_masked, id_length,
    id_check_digit, id_birthday, id_precision, id_pending."""

    number: str = ""
    trouble: str = ""
    birthday: date | None = None
    gender: str = ""


def read(cell: object) -> IdNumber:
    """The identity number, credit code or other document number in a cell."""
    if is_nothing(cell):
        return IdNumber()
    if isinstance(cell, float) and cell >= 1e15:
        return IdNumber(trouble="id_precision")
    text = re.sub(r"[\s\-'’`]", "", text_of(cell)).upper()
    if text in PENDING:
        return IdNumber(trouble="id_pending")
    if "*" in text or re.search(r"X{3,}", text):
        return IdNumber(trouble="id_masked")
    if re.fullmatch(r"\d{17}[\dX]", text):
        return _person(text)
    if re.fullmatch(r"\d{16,19}X?", text):
        return IdNumber(trouble="id_length")
    return IdNumber(text[:40])


def person_check_digit(first17: str) -> str:
    """The 18th sign of an identity number."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def company_check_sign(first17: str) -> str:
    """The 18th sign of a unified social credit code. Raises ValueError for a sign that may not occur."""
    return _CODE_SIGNS[
        -sum(_CODE_SIGNS.index(s) * w for s, w in zip(first17, _CODE_WEIGHTS, strict=True)) % 31
    ]


def is_credit_code(text: str) -> bool:
    """Whether the text is a unified social credit code with a right check sign."""
    if not re.fullmatch(rf"[{_CODE_SIGNS}]{{18}}", text):
        return False
    return company_check_sign(text[:17]) == text[17]


def mask(number: str) -> str:
    """`9900**********1234`: first and last four signs of long numbers, the last two of short ones."""
    shown = 4 if len(number) >= 12 else 0
    return number[:shown] + "*" * (len(number) - shown - (shown or 2)) + number[-(shown or 2) :]


def _person(text: str) -> IdNumber:
    if person_check_digit(text[:17]) != text[17]:
        if text[0] == "9" and is_credit_code(text):
            return IdNumber(text)
        return IdNumber(trouble="id_check_digit")
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return IdNumber(trouble="id_birthday")
    return IdNumber(text, birthday=born, gender="m" if int(text[16]) % 2 else "f")
