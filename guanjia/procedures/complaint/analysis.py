"""The monthly analysis of complaints: how many, of what class, from what cause, how they ended."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from guanjia.engine.sop import Answers
from guanjia.procedures.complaint.causes import CHOICES

CLASSES = {"1": "一类(重大)", "2": "二类(一般)"}


def analyse(matters: Iterable[Any], before: Iterable[Any]) -> Iterator[Answers]:
    """One row per figure: label, count, share of all, and the same count in the period before."""
    now, then = tally(matters), tally(before)
    total = now["合计"]
    for label in dict.fromkeys((*now, *then)):
        share = f"{now[label] / total:.0%}" if total else "—"
        yield {"label": label, "count": now[label], "share": share, "before": str(then[label])}


def tally(matters: Iterable[Any]) -> Counter[str]:
    """Counts by figure, in the order in which they are printed."""
    found: Counter[str] = Counter({"合计": 0})
    kinds = list(matters)
    found["合计"] = len(kinds)
    for label in CLASSES.values():
        found[label] = 0
    for case in kinds:
        found[CLASSES.get(case.answers.get("class", "2"), CLASSES["2"])] += 1
    causes = Counter(case.answers.get("cause") for case in kinds if case.answers.get("cause"))
    for cause, count in causes.most_common():
        found[f"原因:{CHOICES.get(cause, cause)}"] = count
    found["投诉成立"] = sum(case.answers.get("valid") is True for case in kinds)
    found["投诉不成立"] = sum(case.answers.get("valid") is False for case in kinds)
    found["三十天内重复投诉"] = sum(case.answers.get("repeats", 1) > 1 for case in kinds)
    found["重新处理"] = sum(case.cycle > 1 for case in kinds)
    found["客户满意"] = sum(case.answers.get("satisfied") is True for case in kinds)
    found["已办结"] = sum(case.closed_at is not None for case in kinds)
    return found
