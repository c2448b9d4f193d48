"""How a case moves through its procedure: pure functions, no database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from guanjia.engine.sop.checks import region, splits
from guanjia.engine.sop.dsl import Procedure
from guanjia.engine.sop.fields import Answers
from guanjia.engine.sop.step import Go, Step


@dataclass(frozen=True)
class Moves:
    """What completing a step leads to. `enter` are steps to open, `drop` open steps to cancel."""

    enter: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    finished: bool = False
    again: bool = False


def begin(procedure: type[Procedure], facts: Answers) -> list[str]:
    """The steps a new case opens with, given its intake and what the opening effect found out."""
    return list(choose(procedure.entrances, facts).codes)


def after(procedure: type[Procedure], code: str, facts: Answers, open_codes: Collection[str]) -> Moves:
    """Where the case goes when `code` is completed with these facts while `open_codes` are open.

    `open_codes` may or may not still name `code`. A join opens with the last side that arrives. Finished
    means that nothing is open any more. Raises KeyError when the procedure has no such step.
    """
    others = set(open_codes) - {code}
    go = choose(procedure.steps[code].exits, facts)
    dropped = tuple(sorted(others)) if go.alone else ()
    left = others - set(dropped)
    enter = tuple(to for to in go.codes if to not in left and not _waits(procedure, to, left))
    return Moves(enter, dropped, finished=not enter and not left, again=go.again)


def choose(exits: Iterable[Go], facts: Answers) -> Go:
    """The first exit whose guard holds; the last one always does."""
    return next(go for go in exits if go.when(facts))


def refusal(step: Step, facts: Answers) -> str | None:
    """Why this step cannot be completed, or None."""
    return next((one.why for one in step.refuses if one.when(facts)), None)


def is_barred(
    step: Step, actor: int | None, facts: Answers, actors: Mapping[str, Iterable[int | None]]
) -> bool:
    """Whether this person must keep out of the step. `actors` says who has done which step of the case.

    Nobody decides his own request, and the responsible person neither judges nor follows up.
    """
    return actor is not None and any(actor in _people(bar, facts, actors) for bar in step.not_by)


def _people(bar: str, facts: Answers, actors: Mapping[str, Iterable[int | None]]) -> set[int | None]:
    kind, _, name = bar.partition(":")
    if kind == "step":
        return set(actors.get(name, ()))
    named = facts.get(name)
    return set(named) if isinstance(named, list | tuple) else {named}


def _waits(procedure: type[Procedure], join: str, left: Collection[str]) -> bool:
    """A join stays shut while any other side of a split that ends in it is still on the way."""
    ways = (split for _, split in splits(procedure) if split.join == join)
    return any(region(procedure.steps, split) & set(left) for split in ways)
