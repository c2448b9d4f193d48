"""A report is a list of tables; page, paper and Excel show the same ones."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop import discovery
from guanjia.procedures.complaint.causes import branch_of
from guanjia.screens.overview.cards import LABELS
from guanjia.screens.overview.drawing import house
from guanjia.screens.overview.queries import Month
from guanjia.work.cases.models import Case, Topic
from guanjia.work.figures.filters import band_label
from guanjia.work.figures.queries import Rows
from guanjia.work.figures.rules import AGE_BANDS, Share, Tally

MOST_PLACES = 20


@dataclass(frozen=True)
class Table:
    """Head and rows; the first `words` columns are text, the rest numbers. `links` go with the rows."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    words: int = 1
    links: list[str] = field(default_factory=list)
    more: int = 0

    @property
    def lines(self) -> list[dict[str, Any]]:
        links = self.links or [""] * len(self.rows)
        return [
            {"href": href, "cells": [(cell, index >= self.words) for index, cell in enumerate(row)]}
            for row, href in zip(self.rows, links, strict=True)
        ]


def percent(share: Share) -> str:
    return "—" if share.percent is None else f"{share.percent}%"


def overall(month: Month, now: Tally, before: int) -> Table:
    """The indicators, each with the two counts behind it."""
    rows: list[tuple[Any, ...]] = [
        (_("受理"), month.arrived, _("上期 %(n)d") % {"n": before}),
        (_("完工"), month.finished, ""),
        (_("目前处理中"), now.open, ""),
        (_("目前已超时"), now.late, ""),
    ]
    for code, label in LABELS.items():
        share = getattr(month, code)
        rows.append((str(label), percent(share), f"{share.part} / {share.whole}"))
    return Table(_("总体"), (_("指标"), _("数值"), _("说明")), rows)


def ages(now: Tally) -> Table:
    rows = [(band_label(band), n) for band, n in zip(AGE_BANDS, now.ages, strict=True)]
    return Table(_("目前未结事项时长"), (_("时长"), _("件数")), rows)


def breakdown(title: str, first: str, groups: Rows, name: Callable[[dict], str], most: int = 0) -> Table:
    """Counts per value of one column, most first. Groups without a name are left out."""
    found: dict[str, Counter[str]] = {}
    for row in groups:
        if label := name(row):
            counts = found.setdefault(label, Counter())
            for code in ("n", "before", "finished", "open", "late"):
                counts[code] += row[code]
    order = sorted(found, key=lambda label: (-found[label]["n"], label))
    rows = [_counted(label, found[label]) for label in (order[:most] if most else order)]
    head = (_("受理"), _("上期"), _("完工"), _("未结"), _("完成超时"), _("完成按时率"))
    return Table(title, (first, *head), rows)


def _counted(label: str, of: Counter[str]) -> tuple[Any, ...]:
    in_time = Share(of["n"] - of["late"], of["n"])
    return (label, of["n"], of["before"], of["finished"], of["open"], of["late"], percent(in_time))


def breakdowns(groups: Rows) -> list[Table]:
    """By procedure, topic, department and building."""
    procedures = {one.code: _(one.label) for one in discovery.everything()}
    several = len({row["estate__name"] for row in groups}) > 1
    topics = {code: str(_(str(label))) for code, label in Topic.choices}
    return [
        breakdown(
            _("按业务类型"),
            _("业务类型"),
            groups,
            lambda row: procedures.get(row["procedure"], row["procedure"]),
        ),
        breakdown(
            _("按事项类别（热点）"), _("类别"), groups, lambda row: topics.get(row["topic"], row["topic"])
        ),
        breakdown(_("按责任部门"), _("部门"), groups, lambda row: row["department__name"] or _("未定")),
        breakdown(
            _("按楼栋（前 20）"),
            _("楼栋"),
            groups,
            lambda row: _building(row, several=several),
            MOST_PLACES,
        ),
    ]


def _building(row: dict[str, Any], *, several: bool) -> str:
    """As people call it, with the estate where the report is about several; empty for public places."""
    name = house(row["unit__building__name"] or "")
    return f"{row['estate__name']} {name}" if several and name else name


def complaints(groups: Rows) -> Table:
    """Complaints of the period by class, judgement and main cause, most first in each."""
    now: Counter[tuple[int, str]] = Counter()
    then: Counter[tuple[int, str]] = Counter()
    for row in groups:
        if row["procedure"] == "complaint":
            for kind in enumerate(_kinds(row)):
                now[kind] += row["n"]
                then[kind] += row["before"]
    total = now[0, _("合计")]
    order = sorted(now | then, key=lambda kind: (kind[0], -now[kind], kind[1]))
    rows = [(kind[1], now[kind], percent(Share(now[kind], total)), then[kind]) for kind in order]
    return Table(_("投诉分析"), (_("统计项目"), _("件数"), _("占比"), _("上期")), rows)


def _kinds(row: dict[str, Any]) -> Iterable[str]:
    yield _("合计")
    yield _("一类（重大）") if row["class"] == "1" else _("二类（一般）")
    yield {"true": _("判定成立"), "false": _("判定不成立")}.get(row["valid"], _("尚未判定"))
    if row["cause"]:
        yield _("原因：%(cause)s") % {"cause": _(branch_of(row["cause"]))}


def satisfaction(stars: list[tuple[int, int]]) -> Table:
    by = Counter(dict.fromkeys(range(5, 0, -1), 0))
    for value, n in stars:
        by[value] += n
    total = sum(by.values())
    rows = [(_("%(n)d 星") % {"n": value}, n, percent(Share(n, total))) for value, n in by.items()]
    return Table(_("客户满意度"), (_("评分"), _("答复"), _("占比")), rows)


def majors(
    cases: list[Case], count: int, link: Callable[[Case], str], shown: Callable[[datetime], str]
) -> Table:
    """Emergencies and serious matters."""
    rows = [
        (
            one.number, one.title, one.where, one.get_urgency_display(), one.get_severity_display(),
            shown(one.opened_at), one.get_state_display(),
        )
        for one in cases
    ]  # fmt: skip
    head = (_("编号"), _("事项"), _("地点"), _("紧急程度"), _("严重程度"), _("受理时间"), _("状态"))
    return Table(
        _("重大事项（紧急或严重）"),
        head,
        rows,
        words=7,
        links=[link(one) for one in cases],
        more=count - len(rows),
    )
