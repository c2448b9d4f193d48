"""The language procedures are written in. Read procedures/repair/procedure.py for how it looks in use.

Guards read `facts`: the answers given so far in the case (the latest wins), over the case's own urgency,
severity, topic, channel, cycle (int) and promised_at. A guard that needs what only the database knows is an
effect's business: the effect of an earlier step returns facts to remember.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from guanjia.engine.sop.checks import refuse_faults
from guanjia.engine.sop.duration import Limit, Parameter
from guanjia.engine.sop.fields import Answers, Field, Paper
from guanjia.engine.sop.step import Effect, Go, Split, Step, ways


@dataclass(frozen=True)
class Target:
    """How fast. The first target of a metric whose `when` fits the facts is the one that counts.

    Targets are shipped as a clock policy of the procedure's code; companies and estates change them there.

    metric: reply, accept, arrive, safe, finish or followup. when: fact → value, or values. `promised`:
    the fact that holds a time agreed with the customer (ISO text); that time counts, give or take `slack`,
    and the limit only while there is none. `counted_from`: the fact that holds the time (ISO text) from which
    the limit is counted instead of from registration.
    """

    metric: str
    limit: Limit
    when: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    promised: str = ""
    slack: Limit | None = None
    label: str = ""
    counted_from: str = ""

    def fits(self, facts: Answers) -> bool:
        return all(facts.get(name) in values for name, values in self.when)


def target(
    metric: str,
    limit: Limit,
    label: str,
    *,
    promised: str = "",
    slack: Limit | None = None,
    counted_from: str = "",
    **when: Any,
) -> Target:
    """`target("arrive", minutes(15), "紧急抢修到场", urgency="emergency")`."""
    fits = tuple((fact, value if isinstance(value, tuple) else (value,)) for fact, value in when.items())
    return Target(metric, limit, fits, promised, slack, label, counted_from)


class Procedure:
    """A standard operating procedure. Subclasses only declare; the engine does the rest.

    intake: what is asked at registration. opening: run once at registration; what it returns becomes facts.
    prefix: the letters case numbers begin with. start: where a new case begins, when that is not simply the
    first step. papers: those no single step fills. group: the shelf it stands on where one chooses what to start.
    asked_as: other words that people use for it. opened_by: roles that may start it; empty: whoever has `permission`.
    permission: what it takes to start it; what staff ask for themselves takes less than registering for customers.
    begins_in: the months (lines of 1 to 12) in which it begins by itself at every estate, begins_on: from which day;
    its intake must be nobody's to fill in.
    """

    book: ClassVar[dict[str, type["Procedure"]]] = {}

    code: ClassVar[str]
    version: ClassVar[int]
    label: ClassVar[str]
    prefix: ClassVar[str] = "SX"
    group: ClassVar[str] = "客户服务"
    asked_as: ClassVar[tuple[str, ...]] = ()
    opened_by: ClassVar[tuple[str, ...]] = ()
    permission: ClassVar[str] = "cases.register"
    intake: ClassVar[tuple[Field, ...]] = ()
    targets: ClassVar[tuple[Target, ...]] = ()
    papers: ClassVar[tuple[Paper, ...]] = ()
    opening: ClassVar[Effect | None] = None
    begins_in: ClassVar[Parameter | None] = None
    begins_on: ClassVar[Parameter | None] = None
    start: ClassVar[str | Split | list[Go] | None] = None

    key: ClassVar[str]
    steps: ClassVar[dict[str, Step]]
    entrances: ClassVar[tuple[Go, ...]]
    parameters: ClassVar[dict[str, Parameter]]

    def __init_subclass__(cls) -> None:
        cls.key = f"{cls.code}@{cls.version}"
        written = {name: value for name, value in vars(cls).items() if isinstance(value, Step)}
        cls.steps = {name: replace(step, code=name) for name, step in written.items()}
        for name, step in cls.steps.items():
            setattr(cls, name, step)
        cls.entrances = ways(cls.start or next(iter(cls.steps), None))
        cls.papers = tuple(
            dict.fromkeys((*(step.fills for step in cls.steps.values() if step.fills), *cls.papers))
        )
        cls.parameters = {one.key: one for one in cls._declared()}
        refuse_faults(cls)
        if Procedure.book.setdefault(cls.key, cls) is not cls:
            raise ValueError(f"{cls.key} is written twice")

    @classmethod
    def _declared(cls) -> Iterable[Parameter]:
        """Every number of the procedure, keyed `code.step` for a step's time and `code.name` for the rest."""
        for name, step in cls.steps.items():
            if step.within:
                yield Parameter(step.label, "limit", step.within, key=f"{cls.code}.{name}")
            if step.wakes:
                yield Parameter(step.label, "limit", step.wakes, key=f"{cls.code}.{name}.wake")
            if isinstance(step.by, Parameter):
                yield replace(step.by, key=f"{cls.code}.{name}.by")
        for name, value in vars(cls).items():
            if isinstance(value, Parameter):
                yield replace(value, key=f"{cls.code}.{name}")

    @classmethod
    def target(cls, metric: str, facts: Answers) -> Target | None:
        return next((one for one in cls.targets if one.metric == metric and one.fits(facts)), None)


def find(key: str) -> type[Procedure]:
    """The procedure `code@version`. Raises KeyError when this house has none."""
    _load()
    return Procedure.book[key]


def latest(code: str) -> type[Procedure]:
    """The newest version, under which new cases start. Raises KeyError."""
    _load()
    versions = [one for one in Procedure.book.values() if one.code == code]
    if not versions:
        raise KeyError(code)
    return max(versions, key=lambda one: one.version)


def _load() -> None:
    from guanjia.engine.sop.discovery import load

    load()
