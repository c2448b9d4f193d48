"""The indicators as they are shown: label, value, formula, and the list behind each number."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.screens.overview.queries import Figures, Month, Quality
from guanjia.work.figures.filters import band_code, band_label
from guanjia.work.figures.queries import Narrow, Rows
from guanjia.work.figures.rules import AGE_BANDS, SOON, Period, Share, Tally, tally_by

FORMULAS = {
    "response": gettext_lazy("时限到期前首次响应的事项 ÷ 响应时限在本期到期的事项"),
    "finish": gettext_lazy("时限到期前完工的事项 ÷ 完工时限在本期到期的事项（每返工一轮另计一次）"),
    "followed": gettext_lazy("已回访的事项 ÷ 已完工且回访时限在本期到期的事项"),
    "followed_in_time": gettext_lazy("在回访时限内完成回访的事项 ÷ 已完工且回访时限在本期到期的事项"),
    "content": gettext_lazy("本期评 4–5 星的答复 ÷ 本期全部答复（不含抽样回访；没有询问推荐意愿，不计 NPS）"),
    "reopened": gettext_lazy("本期返工的事项 ÷ 本期完工的事项（返工后尚未再完工的也计入）"),
}
LABELS = {
    "response": gettext_lazy("响应及时率"),
    "finish": gettext_lazy("完成及时率"),
    "followed": gettext_lazy("回访率"),
    "followed_in_time": gettext_lazy("回访及时率"),
    "content": gettext_lazy("满意率"),
    "reopened": gettext_lazy("返修率"),
}

QUALITY = {
    "complaints": gettext_lazy("投诉率"),
    "repeated": gettext_lazy("重复投诉率"),
    "first_owner": gettext_lazy("首问履行率"),
    "sampled": gettext_lazy("抽样满意率"),
}
FORMULAS |= {
    "complaints": gettext_lazy("本期受理且判定成立的投诉 ÷ 现有入住房产（期间跨几个月，分母乘以几）"),
    "repeated": gettext_lazy("30 天内同一房产因同一原因再次投诉的 ÷ 本期受理的投诉（作废、并入的不计）"),
    "first_owner": gettext_lazy(
        "首问责任人尽到全部责任的事项 ÷ 本期完工的事项。"
        "责任：按时首次响应；每次超时之后本人都有跟进；事项已办结，或回访尚未超时"
    ),
    "sampled": gettext_lazy("抽样回访中评 4–5 星的住户 ÷ 本期答复的住户（与事项回访分开统计）"),
}


@dataclass(frozen=True)
class Tile:
    """A number of now, and the list that it counts."""

    label: str
    count: int
    href: str
    icon: str
    tone: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Card:
    """An indicator of a period."""

    code: str
    label: Any
    formula: Any
    share: Share
    href: str
    note: str = ""

    @property
    def percent(self) -> Decimal | None:
        return self.share.percent


def cases_url(narrow: Narrow, **more: Any) -> str:
    """The case list with these filters."""
    return f"{reverse('cases:list')}?{urlencode(narrow.address | more)}"


def tiles(now: Tally, narrow: Narrow) -> list[Tile]:
    """Open, late, about to be late, unassigned, waiting for follow-up."""
    hours, orphans = int(SOON.total_seconds() // 3600), now.unassigned
    return [
        Tile(_("处理中"), now.open, cases_url(narrow, state="open"), "progress"),
        Tile(_("已超时"), now.late, cases_url(narrow, late=1), "alarm", "late" if now.late else ""),
        Tile(
            _("即将超时"), now.soon, cases_url(narrow, soon=1), "hourglass-low", "near" if now.soon else "",
            _("%(n)d 小时内到期") % {"n": hours},
        ),
        Tile(_("无人经办"), orphans, cases_url(narrow, unassigned=1), "user-question", "near" if orphans else ""),
        Tile(_("待回访"), now.waiting, cases_url(narrow, asking=1), "phone-check"),
    ]  # fmt: skip


def flow_tiles(month: Month, narrow: Narrow, period: Period) -> list[Tile]:
    """Arrived and finished in the period."""
    days = {"from": period.first_day, "to": period.last_day}
    return [
        Tile(
            _("受理"),
            month.arrived,
            cases_url(narrow, opened_from=days["from"], opened_to=days["to"]),
            "inbox",
        ),
        Tile(
            _("完工"),
            month.finished,
            cases_url(narrow, finished_from=days["from"], finished_to=days["to"]),
            "checks",
        ),
    ]


def cards(month: Month, narrow: Narrow, period: Period) -> list[Card]:
    """The indicators of a period, each with the list behind it."""
    address = _within(narrow, period)
    mean = _("平均 %(stars)s 星") % {"stars": month.mean} if month.mean is not None else ""
    return [
        Card(
            code, LABELS[code], FORMULAS[code], getattr(month, code),
            f"{reverse('overview:records', args=[code])}?{address}", mean if code == "content" else "",
        )
        for code in LABELS
    ]  # fmt: skip


def quality_cards(quality: Quality, narrow: Narrow, period: Period) -> list[Card]:
    """Complaints, the first owner's duty and samples, each with the list behind it."""
    address = _within(narrow, period)
    return [
        Card(
            code, label, FORMULAS[code], getattr(quality, code), f"{reverse('overview:records', args=[code])}?{address}"
        )
        for code, label in QUALITY.items()
    ]  # fmt: skip


def _within(narrow: Narrow, period: Period) -> str:
    return urlencode(narrow.address | {"period_from": period.first_day, "period_to": period.last_day})


@dataclass(frozen=True)
class Technician:
    """What one technician did in a period; each number opens its orders."""

    row: dict[str, Any]
    address: str

    @property
    def in_time(self) -> Share:
        return Share(self.row["in_time"], self.row["n"])

    @property
    def again(self) -> Share:
        return Share(self.row["again"], self.row["n"])

    @property
    def href(self) -> str:
        return f"{reverse('overview:technicians')}?{self.address}&technician={self.row['technician_id']}"


def technicians(quality: Quality, narrow: Narrow, period: Period) -> list[Technician]:
    return [Technician(row, _within(narrow, period)) for row in quality.technicians]


def ages(now: Tally, narrow: Narrow) -> list[dict[str, Any]]:
    """Open cases by age band, with the share of the longest bar in percent."""
    most = max((*now.ages, 1))
    return [
        {
            "label": band_label(band),
            "n": count,
            "width": 100 * count // most,
            "href": cases_url(narrow, age=band_code(band)),
        }
        for band, count in zip(AGE_BANDS, now.ages, strict=True)
    ]


@dataclass(frozen=True)
class Row:
    """A department or a person, with the numbers of now and the list behind each."""

    name: str
    now: Tally
    narrow: Narrow

    @property
    def open_url(self) -> str:
        return cases_url(self.narrow, state="open")

    @property
    def late_url(self) -> str:
        return cases_url(self.narrow, late=1)

    @property
    def soon_url(self) -> str:
        return cases_url(self.narrow, soon=1)

    @property
    def waiting_url(self) -> str:
        return cases_url(self.narrow, asking=1)


def by_department(groups: Rows, narrow: Narrow, labels: dict[int, str]) -> list[Row]:
    """Departments answerable for open cases, most late first."""
    named = {
        row["department_id"]: labels.get(row["department_id"], row["department__name"])
        for row in groups
        if row.get("department__name")
    }
    tallies = tally_by(groups, "department_id")
    return _sorted(Row(name, tallies[pk], replace(narrow, department=pk)) for pk, name in named.items())


def by_handler(groups: Rows, narrow: Narrow, *, most: int = 30) -> list[Row]:
    """People with open cases in hand, most late first."""
    named = {row["handler_id"]: row["handler__name"] for row in groups if row.get("handler__name")}
    tallies = tally_by(groups, "handler_id")
    return _sorted(Row(name, tallies[pk], replace(narrow, handler=pk)) for pk, name in named.items())[:most]


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.now.late, -row.now.all, row.name))


@dataclass(frozen=True)
class EstateRow:
    """One estate in the comparison."""

    name: str
    now: Tally
    month: Month
    href: str

    @property
    def percents(self) -> list[Decimal | None]:
        """In the order of the cards."""
        return [getattr(self.month, code).percent for code in LABELS]


def by_estate(groups: Rows, figures: Figures, estates: list[Any], address: QueryDict) -> list[EstateRow]:
    """All estates in sight side by side; empty when there is only one. Each opens its own overview."""
    if len(estates) < 2:
        return []
    tallies, opens = tally_by(groups, "estate_id"), _narrowed(address)
    return [
        EstateRow(
            one.name,
            tallies.get(one.pk, Tally()),
            figures.estates.get(one.pk, Month()),
            f"{opens}{one.pk}",
        )
        for one in estates
    ]


def _narrowed(address: QueryDict) -> str:
    """The present address up to the number of an estate."""
    kept = address.copy()
    kept.pop("estate", None)
    kept["estate"] = ""
    return "?" + kept.urlencode()
