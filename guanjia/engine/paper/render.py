"""A paper with its answers, ready for the print sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop.fields import Answers, Field, Paper
from guanjia.engine.ui import shown

SIZES = {"a4": "A4", "a5": "A5", "a5l": "A5 横", "r80": "80mm"}
WIDE = ("long", "lines", "photos", "signature")

# (kind, id) → name, for people, departments, articles and lines of registers that answers name by id.
Names = Mapping[tuple[str, int], str]


@dataclass(frozen=True)
class Cell:
    """One field as printed. `lines` are rows of name, quantity, price and sum; `images` are addresses."""

    label: str
    kind: str
    text: str = ""
    lines: Sequence[Mapping[str, Any]] = ()
    total: str = ""
    images: Sequence[str] = field(default=())

    @property
    def is_wide(self) -> bool:
        return self.kind in WIDE


def references(fields: Iterable[Field], facts: Answers) -> set[tuple[str, int]]:
    """Which rows the answers name, as (kind of row, id), so that they can be fetched at once."""
    return {
        (one.names, value) for one in fields if one.names and isinstance(value := facts.get(one.code), int)
    }


def render_paper(
    paper: Paper,
    facts: Answers,
    *,
    names: Names | None = None,
    images: Mapping[str, Sequence[str]] | None = None,
    organisation: str = "",
    qr_url: str = "",
    size: str = "",
) -> dict[str, Any]:
    """Context of `paper/paper.html`. What does not apply is left out, what is not answered stays blank."""
    cells = [
        cell_of(one, facts.get(one.code), names=names or {}, images=(images or {}).get(one.code, ()))
        for one in paper.fields
        if one.is_shown(facts)
    ]
    return _sheet(paper, organisation, qr_url, size) | {"cells": cells}


def render_listing(
    paper: Paper,
    rows: Iterable[Answers],
    *,
    fields: Sequence[Field] = (),
    names: Names | None = None,
    organisation: str = "",
    period: str = "",
    size: str = "",
) -> dict[str, Any]:
    """Context of `paper/listing.html`: one row per matter. `fields`: other columns than the paper's own."""
    columns = fields or paper.fields
    printed = [
        [cell_of(one, row.get(one.code), names=names or {}, images=()) for one in columns] for row in rows
    ]
    labels = [_(one.label) for one in columns]
    return _sheet(paper, organisation, "", size) | {"labels": labels, "rows": printed, "period": period}


def cell_of(one: Field, value: Any, *, names: Names, images: Sequence[str]) -> Cell:
    """One answer in print."""
    if one.kind == "lines":
        rows = [_line(line) for line in value or ()]
        total = sum((row["sum"] for row in rows), Decimal())
        text = "；".join(f"{row['name']} × {row['quantity']}" for row in rows)
        return Cell(_(one.label), one.kind, text, lines=rows, total=shown.money(total) if rows else "")
    if one.kind in ("photos", "signature"):
        return Cell(_(one.label), one.kind, images=tuple(images))
    return Cell(_(one.label), one.kind, "" if value is None else said(one, value, names))


def said(one: Field, value: Any, names: Names) -> str:
    """An answer in words; numbers in one that is sensitive are masked, on paper as on the screen."""
    match one.kind:
        case "choice":
            return _(str(one.said(value)))
        case "several":
            return "、".join(_(str(each)) for each in one.said(value))
        case "tick" | "yes_no":
            return _("是") if value else _("否")
        case "person" | "department" | "article" | "record":
            return names.get((one.names, value), str(value))
        case "money":
            return shown.money(Decimal(str(value)))
        case "date":
            return value.isoformat() if isinstance(value, date) else str(value)
        case "moment":
            return shown.when(value if isinstance(value, datetime) else datetime.fromisoformat(str(value)))
    return shown.masked_words(str(value)) if one.sensitive else str(value)


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    quantity, price = Decimal(str(line["quantity"])), Decimal(str(line["price"]))
    return {"name": line["name"], "quantity": quantity, "price": price, "sum": quantity * price}


def _sheet(paper: Paper, organisation: str, qr_url: str, size: str) -> dict[str, Any]:
    return {
        "document": {
            "title": _(paper.title),
            "number": paper.number,
            "version": paper.version,
            "organisation": organisation,
        },
        "signatures": [_(signer) for signer in paper.signers],
        "qr_url": qr_url,
        "size": size if size in SIZES else paper.size,
        "paper_sizes": [(code, _(name)) for code, name in SIZES.items()],
    }
