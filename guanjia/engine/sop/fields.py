"""What a step asks for, and the papers it leaves."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Answers = Mapping[str, Any]
FieldKind = Literal[
    "text", "long", "number", "money", "date", "moment", "choice", "several", "tick", "yes_no", "person",
    "department", "article", "record", "lines", "photos", "signature",
]  # fmt: skip
ATTACHED = ("photos", "signature")


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `shown_if` is (code of another field, the values that make this one appear).

    `of`: for a record, the code of the register it is a line of. `whole`: a number that counts something.
    """

    code: str
    label: str
    kind: FieldKind
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    shown_if: tuple[str, tuple[Any, ...]] | None = None
    help: str = ""
    least: int = 1
    sensitive: bool = False
    of: str = ""
    whole: bool = False

    def is_shown(self, answers: Answers) -> bool:
        return self.shown_if is None or answers.get(self.shown_if[0]) in self.shown_if[1]

    @property
    def names(self) -> str:
        """What kind of row the answer is the id of: person, department, article, `record:keys`; else empty."""
        if self.kind == "record":
            return f"record:{self.of}"
        return self.kind if self.kind in ("person", "department", "article") else ""

    def said(self, value: Any) -> Any:
        """The label of a chosen value, for people; other values as they are."""
        if self.kind == "several":
            return [dict(self.choices).get(one, one) for one in value or ()]
        return dict(self.choices).get(value, value) if self.kind == "choice" else value


@dataclass(frozen=True)
class Paper:
    """A controlled form: document number, title, fields and version as printed in its corner.

    `size` is a4, a5, a5l (landscape) or r80 (80 mm roll). `signers` are the lines at the foot. A `listing`
    prints one row per matter of a period, or what `rows(cases, cases of the period before)` makes of them.
    """

    number: str
    title: str
    fields: Sequence[Field]
    version: str = "A/0"
    size: Literal["a4", "a5", "a5l", "r80"] = "a4"
    signers: tuple[str, ...] = ()
    listing: bool = False
    rows: Callable[[Iterable[Any], Iterable[Any]], Iterable[Answers]] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", tuple(self.fields))
        if twice := _twice(field.code for field in self.fields):
            raise ValueError(f"{self.number}: field {twice} is written twice")

    def part(self, *codes: str) -> tuple[Field, ...]:
        """Some of the fields, for a paper that several steps fill in turn. Raises KeyError."""
        ours = {field.code: field for field in self.fields}
        return tuple(ours[code] for code in codes)


def _twice(codes: Iterable[str]) -> str | None:
    return next((code for code, times in Counter(codes).items() if times > 1), None)


def text(code: str, label: str, **more: Any) -> Field:
    return Field(code, label, "text", **more)


def long(code: str, label: str, **more: Any) -> Field:
    return Field(code, label, "long", **more)


def number(code: str, label: str, **more: Any) -> Field:
    return Field(code, label, "number", **more)


def count(code: str, label: str, **more: Any) -> Field:
    """How many: 0, 1, 2 …"""
    return Field(code, label, "number", whole=True, **more)


def money(code: str, label: str, **more: Any) -> Field:
    """An amount in yuan with two places, kept as text (`"35.50"`)."""
    return Field(code, label, "money", **more)


def date(code: str, label: str, **more: Any) -> Field:
    return Field(code, label, "date", **more)


def moment(code: str, label: str, **more: Any) -> Field:
    """Date and time, kept as ISO text with its offset."""
    return Field(code, label, "moment", **more)


def choice(code: str, label: str, choices: Mapping[str, str], **more: Any) -> Field:
    return Field(code, label, "choice", choices=tuple(choices.items()), **more)


def several(code: str, label: str, choices: Mapping[str, str], **more: Any) -> Field:
    return Field(code, label, "several", choices=tuple(choices.items()), **more)


def tick(code: str, label: str, **more: Any) -> Field:
    """A box; unticked is an answer too."""
    return Field(code, label, "tick", required=False, **more)


def yes_no(code: str, label: str, **more: Any) -> Field:
    return Field(code, label, "yes_no", **more)


def person(code: str, label: str, **more: Any) -> Field:
    """A member of staff, kept by id."""
    return Field(code, label, "person", **more)


def department(code: str, label: str, **more: Any) -> Field:
    """A department of the estate, kept by id."""
    return Field(code, label, "department", **more)


def article(code: str, label: str, **more: Any) -> Field:
    """An article of the knowledge base, kept by id."""
    return Field(code, label, "article", **more)


def record(code: str, label: str, of: str, **more: Any) -> Field:
    """A line of a register, kept by id; `of` is the register's code."""
    return Field(code, label, "record", of=of, **more)


def lines(code: str, label: str, **more: Any) -> Field:
    """A list of {name, quantity, price}, e.g. labour and materials."""
    return Field(code, label, "lines", **more)


def photos(code: str, label: str, *, least: int = 1, **more: Any) -> Field:
    """At least so many photos attached to the case under this code as their kind."""
    return Field(code, label, "photos", least=least, **more)


def signature(code: str, label: str, **more: Any) -> Field:
    """A drawn signature, or a photo of the signed slip, attached under this code."""
    return Field(code, label, "signature", **more)
