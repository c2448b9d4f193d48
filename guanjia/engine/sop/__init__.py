"""The language procedures are written in, in one place to import from."""

from guanjia.engine.sop.dsl import Procedure, Target, find, latest, target
from guanjia.engine.sop.duration import Limit, Parameter, days, hours, minutes, workdays
from guanjia.engine.sop.fields import Answers, Field, Paper
from guanjia.engine.sop.step import (
    ASSIGNEE,
    CUSTOMER,
    FIRST_OWNER,
    OPENED_BY,
    OPENER,
    SYSTEM,
    WORK_ORDER,
    Effect,
    Go,
    Refuse,
    Split,
    Step,
    actor_of,
    always,
    child,
    named_in,
    timed_out,
)

# fmt: off
__all__ = [
    "ASSIGNEE", "CUSTOMER", "FIRST_OWNER", "OPENED_BY", "OPENER", "SYSTEM", "WORK_ORDER",
    "Answers", "Effect", "Field", "Go", "Limit", "Paper", "Parameter", "Procedure", "Refuse", "Split", "Step", "Target",
    "actor_of", "always", "child", "days", "find", "hours", "latest", "minutes", "named_in", "target",
    "timed_out", "workdays",
]
