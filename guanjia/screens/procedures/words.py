"""A procedure in people's words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from guanjia.directory.team.roles import ROLES
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import ASSIGNEE, CUSTOMER, FIRST_OWNER, SYSTEM, Parameter, Procedure, Step
from guanjia.engine.sop.step import Go, Split
from guanjia.screens.parameters.words import said
from guanjia.screens.procedures.rules import END, START, Edges


@dataclass(frozen=True)
class Line:
    """A step as the table shows it."""

    number: int
    label: str
    by: str
    within: str
    papers: str
    asks: list[str]
    next: list[str]
    notes: list[str] = field(default_factory=list)


def lines_of(procedure: type[Procedure], values: Parameters) -> list[Line]:
    return [
        Line(
            number, _(step.label), _by(procedure, step, values), _within(procedure, step, values),
            _(step.fills.title) if step.fills else "", [_(one.label) for one in step.fields],
            [_there(procedure, go) for go in step.exits], list(_notes(procedure, step, values)),
        )
        for number, step in enumerate(procedure.steps.values(), 1)
    ]  # fmt: skip


def edges_of(procedure: type[Procedure]) -> Edges:
    """(from, to) of every way, start and end included."""
    found = [(START, code) for go in procedure.entrances for code in go.codes]
    for code, step in procedure.steps.items():
        for go in step.exits:
            found += [(code, to) for to in go.codes] or [(code, END)]
    return list(dict.fromkeys(found))


def _by(procedure: type[Procedure], step: Step, values: Parameters) -> str:
    roles = values.value(f"{procedure.code}.{step.code}.by") if isinstance(step.by, Parameter) else step.roles
    relations = {
        FIRST_OWNER: _("首问责任人"), ASSIGNEE: _("经办人"), CUSTOMER: _("客户"), SYSTEM: _("系统自动"),
    }  # fmt: skip
    return _("、").join(relations.get(role) or str(ROLES[role].label) for role in roles)


def _within(procedure: type[Procedure], step: Step, values: Parameters) -> str:
    if step.until:
        return _("约定时间")
    if step.wakes:
        return said(procedure.parameters[key := f"{procedure.code}.{step.code}.wake"], values.value(key))
    if step.within is None:
        return ""
    return said(procedure.parameters[key := f"{procedure.code}.{step.code}"], values.value(key))


def _there(procedure: type[Procedure], go: Go) -> str:
    if go.to is None:
        return _("结束")
    names = [_(procedure.steps[code].label) for code in go.codes]
    if isinstance(go.to, Split):
        return _("同时：%(steps)s") % {"steps": _("、").join(names)}
    return names[0]


def _notes(procedure: type[Procedure], step: Step, values: Parameters) -> Iterator[str]:
    """What else counts: who may not, what is refused, what it opens."""
    if step.not_by:
        yield _("须由当事人以外的人办理")
    yield from (_(refuse.why) for refuse in step.refuses)
    if step.opens:
        yield _("同时派工") if step.opens == "work_order" else _("同时开出另一事项")
    if step.replies:
        yield _("办理即回复客户")
    if step.confirms:
        yield _("等客户确认")


def parameters_of(procedure: type[Procedure], values: Parameters) -> list[tuple[str, str, str]]:
    """(label, value in words, key) of every number of the procedure."""
    return [
        (_(str(one.label)), said(one, values.value(key)), key) for key, one in procedure.parameters.items()
    ]


def shelves(procedures: Any) -> dict[str, list[type[Procedure]]]:
    """By group, in the order in which groups are first met."""
    found: dict[str, list[type[Procedure]]] = {}
    for one in procedures:
        found.setdefault(one.group, []).append(one)
    return dict(sorted(found.items(), key=lambda item: item[0] != "客户服务"))
