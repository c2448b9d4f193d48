"""Every register takes in a workbook: headings are its labels, cells become the fields of the form."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.imports.fields import Draft, Field, Importer, Scope
from guanjia.engine.imports.lines import Line, lines_of, skipped
from guanjia.engine.imports.tables import Table
from guanjia.engine.register import lookups
from guanjia.engine.register.declaration import Register
from guanjia.kernel import cells
from guanjia.kernel.errors import Refused

IGNORED = ("序号",)
TROUBLES: dict[str, tuple[str, Any]] = {
    "value_refused": ("error", _("“%(text)s”：%(said)s")),
    "not_offered": ("error", _("“%(text)s”不在可选范围：%(offered)s")),
    "row_repeated": ("error", _("与第 %(row)s 行重复")),
    "row_known": ("info", _("台账里已经有了，没有再导入")),
    "day_unreadable": ("error", _("“%(text)s”不是日期，请写成 2026-11-21")),
    "number_unreadable": ("error", _("“%(text)s”不是数字")),
    "total": ("info", _("合计行，没有导入")),
    "note": ("info", _("说明行，没有导入")),
    "heading": ("info", _("重复的表头，没有导入")),
    "empty": ("info", _("空行")),
}


@dataclass
class RegisterDraft(Draft):
    rows_to_add: list[Any] = field(default_factory=list)


def importer_for(register: Register) -> Importer:
    """The importer of a register. Known lines are passed over, so that a file may come twice."""
    asked = tuple(_field(register, name) for name in register.fields)
    needed = frozenset(one.code for one in asked if _is_needed(register.model._meta.get_field(one.code)))
    return Importer(
        code=register.topic,
        label=register.label,
        permission="registers.edit",
        fields=asked,
        needs=(needed or frozenset([asked[0].code]),),
        ignored=IGNORED,
        examine=lambda tables, scope: _Reader(register, scope).examine(tables),
        write=lambda draft, scope, ledger: ledger.create(register.model, draft.rows_to_add),
        undone=lambda touched, scope: None,
        counts=(("added", _("条新记录")), ("skipped", _("行不导入"))),
    )


def _field(register: Register, name: str) -> Field:
    label = register.model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return Field(name, label, (str(label), *register.asked_as.get(name, ())))


def _is_needed(of: Any) -> bool:
    return not (of.blank or of.null or of.has_default())


class _Reader:
    def __init__(self, register: Register, scope: Scope) -> None:
        self.register, self.scope = register, scope
        self.draft = RegisterDraft()
        self.seen: dict[tuple[Any, ...], int] = {}
        self.found: dict[tuple[str, str], Any] = {}

    def examine(self, tables: list[Table]) -> RegisterDraft:
        for table in tables:
            for line in lines_of(table):
                self._add(line)
                self.draft.problems += line.problems(TROUBLES)
                self.draft.rows += 1
                self.scope.tick(line.row / max(len(table.sheet.rows), 1))
            self.draft.problems += skipped(table, TROUBLES)
        added = len(self.draft.rows_to_add)
        self.draft.counts = {"added": added, "skipped": self.draft.rows - added}
        return self.draft

    def _add(self, line: Line) -> None:
        values = {
            name: value for name in self.register.fields if (value := self._value(line, name)) is not None
        }
        if line.troubles:
            return
        estate = self.scope.estate
        row = self.register.model(company_id=estate.company_id, estate=estate, **values)
        for key in self._keys(row):
            first = self.seen.setdefault(key, line.row + 1)
            if first != line.row + 1:
                line.trouble(self.register.fields[0], "row_repeated", row=first)
                return
        if self._is_known(row):
            line.trouble(self.register.fields[0], "row_known")
            return
        try:
            row.full_clean(exclude=["company"])
        except ValidationError as wrong:
            self._refused(line, wrong)
        else:
            self.draft.rows_to_add.append(row)

    def _is_known(self, row: Any) -> bool:
        rules = [
            rule
            for rule in self.register.model._meta.constraints
            if isinstance(rule, models.UniqueConstraint)
        ]
        return any(
            self.register.model.objects.filter(
                rule.condition or Q(), **{name: getattr(row, name) for name in rule.fields}
            ).exists()
            for rule in rules
            if rule.fields
        )

    def _keys(self, row: Any) -> Iterator[tuple[Any, ...]]:
        """What must not occur twice in the file: the values of each unique constraint."""
        for rule in self.register.model._meta.constraints:
            if isinstance(rule, models.UniqueConstraint) and rule.fields:
                yield rule.name, *(str(getattr(row, name)) for name in rule.fields)

    def _refused(self, line: Line, wrong: ValidationError) -> None:
        name, said = next(iter(wrong.message_dict.items()))
        at = self.register.fields[0] if name == NON_FIELD_ERRORS else name
        line.trouble(at, "value_refused", said=said[0])

    def _value(self, line: Line, name: str) -> Any:
        """The cell as the column of the table takes it; None when it is empty."""
        of: Any = self.register.model._meta.get_field(name)
        text = line.text(name)
        if not text:
            return None
        if of.is_relation:
            return self._related(line, name, of.related_model, text)
        if of.choices:
            return self._chosen(line, name, of, text)
        reader = _READERS.get(type(of))
        return reader(line, name, text) if reader else text

    def _related(self, line: Line, name: str, model: type[models.Model], text: str) -> Any:
        if (name, text) not in self.found:
            try:
                self.found[name, text] = lookups.one_of(
                    model, text, actor=self.scope.actor, estate=self.scope.estate
                )
            except Refused as no:
                line.trouble(name, "value_refused", said=str(no))
                return None
        return self.found[name, text]

    def _chosen(self, line: Line, name: str, of: Any, text: str) -> Any:
        for value, label in of.flatchoices:
            if text in (str(label), str(value)):
                return value
        offered = "、".join(str(label) for _value, label in of.flatchoices)
        line.trouble(name, "not_offered", offered=offered)
        return None


def _day(line: Line, name: str, text: str) -> Any:
    found = cells.day(line.cell(name))
    if found.value is None:
        line.trouble(name, "day_unreadable")
    return found.value


def _number(line: Line, name: str, text: str) -> Any:
    plain = text.replace(",", "").replace("，", "").removeprefix("¥").removesuffix("元")
    if not plain.replace(".", "", 1).removeprefix("-").isdigit():
        line.trouble(name, "number_unreadable")
        return None
    return plain


def _truth(line: Line, name: str, text: str) -> bool:
    return text.lower() in ("是", "有", "√", "true", "1", "yes", "y")


_READERS: dict[type, Callable[[Line, str, str], Any]] = {
    models.DateField: _day,
    models.DecimalField: _number,
    models.IntegerField: _number,
    models.PositiveIntegerField: _number,
    models.PositiveSmallIntegerField: _number,
    models.SmallIntegerField: _number,
    models.BooleanField: _truth,
}
