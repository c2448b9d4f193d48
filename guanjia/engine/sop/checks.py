"""What makes a procedure well formed. Run when it is imported, so that a fault never reaches a customer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from guanjia.engine.sop.fields import Paper
from guanjia.engine.sop.step import OPENED_BY, RELATIONS, SYSTEM, WORK_ORDER, Go, Split, Step, always

if TYPE_CHECKING:
    from guanjia.engine.sop.dsl import Procedure

METRICS = frozenset({"reply", "accept", "arrive", "safe", "finish", "followup"})


def refuse_faults(procedure: type[Procedure]) -> None:
    """Raises ValueError naming every fault of the declaration."""
    if faults := list(faults_of(procedure)):
        raise ValueError(f"{procedure.key}: " + "; ".join(faults))


def faults_of(procedure: type[Procedure]) -> Iterator[str]:
    steps = procedure.steps
    if not steps:
        yield "no steps"
        return
    unknown = list(_unknown(procedure))
    yield from unknown
    if not unknown:
        yield from _islands(steps, procedure.entrances)
        yield from _dead_ends(procedure)
        yield from _bad_splits(procedure)
    for step in steps.values():
        yield from _faults_of_step(step)
    yield from _faults_of_numbers(procedure)
    if bool(procedure.begins_in) != bool(procedure.begins_on):
        yield "begins_in and begins_on belong together"
    if procedure.begins_in and any(one.required and not one.shown_if for one in procedure.intake):
        yield "begins by itself, but its intake asks for something"


def unknown_roles(procedure: type[Procedure], roles: frozenset[str]) -> set[str]:
    """Roles the steps name that the house does not have."""
    return {role for step in procedure.steps.values() for role in step.roles} - roles - RELATIONS


def region(steps: dict[str, Step], split: Split) -> frozenset[str]:
    """The steps between a split and its join."""
    return reach(steps, split.to, split.join)


def reach(steps: dict[str, Step], start: Iterable[str], stop: str = "") -> frozenset[str]:
    """Steps that can follow, the start included, without going through `stop` or leaving a split for good."""
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        code = waiting.pop()
        if code in seen or code == stop:
            continue
        seen.add(code)
        waiting += [to for go in steps[code].exits if not (stop and go.alone) for to in go.codes]
    return frozenset(seen)


def splits(procedure: type[Procedure]) -> Iterator[tuple[str, Split]]:
    """Every split with the step it leaves from, `start` being the beginning."""
    exits = (("start", procedure.entrances), *((one.code, one.exits) for one in procedure.steps.values()))
    return ((code, go.to) for code, ways in exits for go in ways if isinstance(go.to, Split))


def _unknown(procedure: type[Procedure]) -> Iterator[str]:
    steps = procedure.steps
    for code, exits in (("start", procedure.entrances), *((one.code, one.exits) for one in steps.values())):
        targets = {to for go in exits for to in go.codes}
        yield from (f"{code} leads to {to}, which is not a step" for to in sorted(targets - set(steps)))
    for code, split in splits(procedure):
        if split.join not in steps:
            yield f"{code} joins in {split.join}, which is not a step"


def _islands(steps: dict[str, Step], entrances: tuple[Go, ...]) -> Iterator[str]:
    first = {code for go in entrances for code in go.codes}
    yield from (f"{code} cannot be reached" for code in sorted(set(steps) - reach(steps, first)))


def _dead_ends(procedure: type[Procedure]) -> Iterator[str]:
    """A step from which no path ends the procedure, or whose exits may all be shut."""
    steps = procedure.steps
    ends = {code for code, step in steps.items() if any(go.to is None for go in step.exits)}
    for code in steps:
        if not ends & reach(steps, [code]):
            yield f"{code} never comes to an end"
    for code, exits in (("start", procedure.entrances), *((one.code, one.exits) for one in steps.values())):
        if not exits or exits[-1].when is not always:
            yield f"{code} has no exit that is always open; put one last"
        if any(go.when is always for go in exits[:-1]):
            yield f"{code} has an exit behind one that is always open"


def _bad_splits(procedure: type[Procedure]) -> Iterator[str]:
    """Every side of a split must come to its join, and no step may lie on two sides."""
    steps = procedure.steps
    for code, split in splits(procedure):
        if len(set(split.to)) < 2:
            yield f"{code} splits into fewer than two"
        if code in region(steps, split) or split.join in split.to:
            yield f"{code} splits into itself or its join"
        for one in sorted(region(steps, split)):
            if any(go.to is None and not go.alone for go in steps[one].exits):
                yield f"{one} ends between the split at {code} and {split.join}"
            if split.join not in reach(steps, [one]):
                yield f"{one} never joins in {split.join}"
        sides = Counter(one for side in set(split.to) for one in reach(steps, [side], split.join))
        yield from (f"{one} lies on two sides of {code}" for one, times in sorted(sides.items()) if times > 1)


def _faults_of_step(step: Step) -> Iterator[str]:
    counted = Counter(field.code for field in step.fields)
    yield from (f"{step.code}: field {code} is written twice" for code, times in counted.items() if times > 1)
    if step.fills is not None and not isinstance(step.fills, Paper):
        yield f"{step.code}: fills is not a paper"
    if SYSTEM in step.roles and not (step.awaits or step.wakes or step.wakes_at):
        yield f"{step.code} is left to the system but waits for nothing"
    if step.opens and step.opens != WORK_ORDER and not step.opens.startswith("case:"):
        yield f"{step.code} opens {step.opens}, which is neither a work order nor a case"
    for bar in step.not_by:
        if bar.partition(":")[0] not in ("field", "step"):
            yield f"{step.code}: not_by {bar} is neither a field nor a step"
    yield from _faults_of_approval(step)


def _faults_of_approval(step: Step) -> Iterator[str]:
    kinds = {field.code: field.kind for field in step.fields}
    if step.approves and kinds.get(step.approves) not in ("yes_no", "choice"):
        yield f"{step.code} approves by {step.approves}, which it asks neither as yes or no nor as a choice"
    if step.approves and not step.not_by:
        yield f"{step.code} approves, but who asked for it may do so himself"
    if step.why and (not step.approves or kinds.get(step.why) not in ("text", "long")):
        yield f"{step.code}: {step.why} is not the word of an approval"


def _faults_of_numbers(procedure: type[Procedure]) -> Iterator[str]:
    counted = Counter(one.key for one in procedure._declared())
    yield from (f"parameter {key} is written twice" for key, times in counted.items() if times > 1)
    yield from (f"metric {one.metric} is unknown" for one in procedure.targets if one.metric not in METRICS)
    papers: dict[str, Paper] = {}
    for paper in procedure.papers:
        if papers.setdefault(paper.number, paper) != paper:
            yield f"paper {paper.number} is written twice"
    known = _fields(procedure)
    for step in procedure.steps.values():
        if step.assign and step.assign not in known:
            yield f"{step.code} is given to {step.assign}, which is never asked"
        for field in step.fields:
            if field.shown_if and field.shown_if[0] not in known:
                yield f"{step.code}: {field.code} depends on {field.shown_if[0]}, which is never asked"
        for bar in step.not_by:
            kind, _, name = bar.partition(":")
            if kind == "step" and name not in procedure.steps:
                yield f"{step.code}: not_by names {name}, which is not a step"
            if kind == "field" and name not in known:
                yield f"{step.code}: not_by names the field {name}, which is never asked"


def _fields(procedure: type[Procedure]) -> set[str]:
    asked = (*procedure.intake, *(field for step in procedure.steps.values() for field in step.fields))
    return {OPENED_BY, *(field.code for field in asked)}
