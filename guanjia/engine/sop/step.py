"""A place in a procedure and the ways out of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from guanjia.engine.sop.duration import Limit, Parameter
from guanjia.engine.sop.fields import Answers, Field, Paper

Guard = Callable[[Answers], bool]

# Who may do a step: the code of a role, a Parameter of kind `roles`, or one of these.
FIRST_OWNER, ASSIGNEE, CUSTOMER, SYSTEM = "first_owner", "assignee", "customer", "system"
RELATIONS = frozenset({FIRST_OWNER, ASSIGNEE, CUSTOMER, SYSTEM})
# Whoever registered the case must not do the step: nobody approves his own request.
OPENED_BY = "opened_by"
OPENER = f"field:{OPENED_BY}"
# What a step may open besides a child case.
WORK_ORDER = "work_order"


class Effect(Protocol):
    """Done when a step is entered or left, in the same transaction; may return facts to remember."""

    def __call__(self, *, case: Any, answers: Answers, actor: Any, now: Any) -> Mapping[str, Any] | None: ...


def always(facts: Answers) -> bool:
    return True


def timed_out(facts: Answers) -> bool:
    """True when a waiting step ended because its time was up and not by the event."""
    return bool(facts.get("timed_out"))


def child(code: str) -> str:
    """Opens a child case under another procedure; `case.closed` comes back."""
    return f"case:{code}"


def named_in(field: str) -> str:
    """The person chosen in this field must not do the step."""
    return f"field:{field}"


def actor_of(step: str) -> str:
    """Whoever did that step must not do this one."""
    return f"step:{step}"


@dataclass(frozen=True)
class Split:
    """Steps side by side; `join` opens when the last of them has arrived there."""

    to: tuple[str, ...]
    join: str

    def __init__(self, *to: str, join: str) -> None:
        object.__setattr__(self, "to", to)
        object.__setattr__(self, "join", join)


@dataclass(frozen=True)
class Go:
    """An exit. `to=None` ends it. `alone` drops whatever else is open; `again` counts as a reopening."""

    to: str | Split | None
    when: Guard = always
    alone: bool = False
    again: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        if isinstance(self.to, Split):
            return self.to.to
        return () if self.to is None else (self.to,)


def ways(then: str | Split | tuple[Go, ...] | list[Go] | None) -> tuple[Go, ...]:
    """The exits that a `then` stands for."""
    return (Go(then),) if then is None or isinstance(then, str | Split) else tuple(then)


@dataclass(frozen=True)
class Refuse:
    """The step cannot be completed while this holds; `why` is said to the person."""

    when: Guard
    why: str


@dataclass(frozen=True)
class Step:
    """A place in the procedure waiting for somebody, for something to happen, or for a time.

    label: what is to be done. by: who (see above); several roles as a tuple. within: time allowed from
    entering. until: the fact that holds the date or moment by which it is due; counts instead of `within`.
    fills: the paper; asks: further fields, or PAPER.part(...) of a paper that several steps fill. then: a
    code, a Split, exits, or None for the end. awaits: outside event that completes it. wakes: completes
    itself after so long, with `timed_out` true; wakes_at: at the date or moment in this fact. opens:
    WORK_ORDER or child(code) on entering. not_by: named_in(...), actor_of(...) who may not do it. assign:
    the field naming whom it is given to. pauses: reason for which the clocks rest while the step is open.
    confirms: the work is done, the customer's word is awaited. may_delay: the date can be moved by a notice
    to the customer. replies: doing it speaks to the customer, which is a reply to him. at_once: who has to
    do it is told at night too. approves: the yes_no or choice by which somebody consents to what another asked
    for (the first choice is yes, `back` sends it back, any other says no); why: the field for his word. Such steps
    stand in the list of approvals. enter, effect: run on entering, on leaving; they may set columns of the
    case, which is saved afterwards.
    """

    label: str
    by: str | Parameter | tuple[str, ...]
    within: Limit | None = None
    until: str = ""
    fills: Paper | None = None
    asks: tuple[Field, ...] = ()
    then: str | Split | tuple[Go, ...] | list[Go] | None = None
    awaits: str | None = None
    wakes: Limit | None = None
    wakes_at: str = ""
    opens: str | None = None
    not_by: tuple[str, ...] = ()
    assign: str = ""
    refuses: tuple[Refuse, ...] = ()
    pauses: str | None = None
    confirms: bool = False
    may_delay: bool = True
    replies: bool = False
    at_once: bool = False
    approves: str = ""
    why: str = ""
    enter: Effect | None = None
    effect: Effect | None = None
    code: str = ""

    @property
    def exits(self) -> tuple[Go, ...]:
        return ways(self.then)

    @property
    def fields(self) -> tuple[Field, ...]:
        return (*(self.fills.fields if self.fills else ()), *self.asks)

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may do it by default; an estate may override when `by` is a Parameter."""
        named = self.by.default if isinstance(self.by, Parameter) else self.by
        return (named,) if isinstance(named, str) else tuple(named)
