"""The monthly analysis: how many complaints of which kind, beside the period before."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from guanjia.procedures.complaint.causes import branch_of

CLASSES = {"1": "一类（重大）", "2": "二类（一般）"}
COLUMNS = ("answers", "cycle", "closed_at", "place", "department__name", "unit__building__name")
MOST_PLACES = 10


def analysis(cases: Any, before: Any) -> Iterator[dict[str, Any]]:
    """Rows of label, count, share of all and the count of the period before. Takes two querysets of cases."""
    now, then = counted(cases.values(*COLUMNS)), counted(before.values(*COLUMNS))
    for heading in now | then:
        mine, earlier = now.get(heading, Counter()), then.get(heading, Counter())
        labels = sorted(mine | earlier, key=lambda label: (-mine[label], label))
        for label in labels[:MOST_PLACES] if heading == _("地点") else labels:
            yield {
                "label": f"{heading} · {label}" if heading else label,
                "count": mine[label],
                "share": share(mine[label], now[""][_("合计")] if now else 0),
                "before": earlier[label],
            }


def counted(rows: Iterable[Mapping[str, Any]]) -> dict[str, Counter[str]]:
    """Heading → label → number of complaints. The heading of the totals is empty."""
    found: dict[str, Counter[str]] = {"": Counter()}
    for row in rows:
        answers = row["answers"]
        found[""].update(_totals(row, answers))
        sorts = (
            (_("原因"), branch_of(answers["cause"]) if answers.get("cause") else ""),
            (_("部门"), row["department__name"]),
            (_("地点"), row["unit__building__name"] or row["place"]),
        )
        for heading, label in sorts:
            if label:
                found.setdefault(heading, Counter())[_(label)] += 1
    return found


def share(part: int, whole: int) -> str:
    """Whole per cent, half up; empty when there is nothing to share."""
    return f"{(200 * part + whole) // (2 * whole)}%" if whole else ""


def _totals(row: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[str]:
    yield _("合计")
    yield _(CLASSES[answers.get("class", "2")])
    yield {True: _("成立"), False: _("不成立")}.get(answers.get("valid"), _("未判定"))
    if answers.get("repeats", 1) > 1:
        yield _("重复投诉")
    if row["cycle"] > 1:
        yield _("再次处理")
    if row["closed_at"]:
        yield _("已办结")
    if answers.get("satisfied") is not None:
        yield _("满意") if answers["satisfied"] else _("不满意")
