"""Which charts the overview has."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.ui.drawing import safe
from guanjia.screens.overview import charts as options
from guanjia.screens.overview import queries
from guanjia.screens.overview.cards import EstateRow, cases_url
from guanjia.screens.overview.queries import Figures
from guanjia.work.cases.models import Topic
from guanjia.work.figures import queries as figures
from guanjia.work.figures.queries import Narrow
from guanjia.work.figures.rules import Period


@dataclass(frozen=True)
class Chart:
    """One chart and the same numbers as a table."""

    code: str
    title: str
    option: dict[str, Any]
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    links: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> dict[str, Any]:
        return {"head": self.columns, "rows": self.rows}


def flow(of: Figures) -> Chart:
    arrived, finished = _("受理"), _("完工")
    rows = [(f"{day:%m-%d}", *of.days[day]) for day in sorted(of.days)]
    option = options.flow(of.days, arrived, finished)
    return Chart("flow", _("每日受理与完工"), option, (_("日期"), arrived, finished), rows)


def estates(rows: list[EstateRow]) -> SafeString:
    """The rows of the comparison, drawn here because a template takes ten times as long for hundreds of estates."""
    return mark_safe("".join(_estate(row) for row in rows))


def _estate(row: EstateRow) -> str:
    late = f'<span class="state state-late">{row.now.late}</span>' if row.now.late else "0"
    numbers = [row.now.open, late, row.now.unassigned, row.now.waiting, row.month.arrived, row.month.finished]
    percents = ["—" if percent is None else f"{percent}%" for percent in row.percents]
    cells = "".join(f'<td class="end number">{each}</td>' for each in [*numbers, *percents])
    return f'<tr><th scope="row"><a href="{safe(row.href)}">{safe(row.name)}</a></th>{cells}</tr>'


def charts(actor: Actor, narrow: Narrow, period: Period, *, now: datetime, zone: tzinfo) -> list[Chart]:
    """Heat map, topics, buildings, load by technician: one statement each."""
    return [
        _heat(figures.arrivals_by_hour(actor, narrow, period, zone=zone)),
        _topics(figures.arrivals_by_topic(actor, narrow, period), narrow, period),
        _buildings(figures.arrivals_by_building(actor, narrow, period)),
        _load(queries.load(actor, narrow, now=now)),
    ]


def _heat(rows: figures.Rows) -> Chart:
    days = [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]
    table = [(days[row["weekday"] - 1], f"{row['hour']:02d}", row["n"]) for row in rows]
    return Chart(
        "heat", _("受理时段（星期×小时）"), options.heat(rows, days), (_("星期"), _("时段"), _("件数")), table
    )


def _topics(rows: figures.Rows, narrow: Narrow, period: Period) -> Chart:
    named = [(str(_(Topic(row["topic"]).label)), row["n"], row["topic"]) for row in rows]
    table = [(name, count) for name, count, _code in named]
    days = {"opened_from": period.first_day, "opened_to": period.last_day}
    links = {name: cases_url(narrow, topic=code, **days) for name, _count, code in named}
    option = options.bars(table, _("件数"))
    return Chart("topics", _("按事项类别"), option, (_("类别"), _("件数")), table, links)


def _buildings(rows: figures.Rows) -> Chart:
    several = len({row["estate_name"] for row in rows}) > 1
    table = [
        (f"{row['estate_name']} {house(row['name'])}" if several else house(row["name"]), row["n"])
        for row in rows
    ]
    return Chart(
        "buildings", _("按楼栋（前 20）"), options.bars(table, _("件数")), (_("楼栋"), _("件数")), table
    )


def house(name: str) -> str:
    """A building as people call it."""
    return _("%(n)s栋") % {"n": name} if name.isdigit() else name


def _load(rows: figures.Rows) -> Chart:
    table = [(row["name"], row["n"] - row["late"], row["late"]) for row in rows]
    columns = (_("师傅"), _("在手派工单"), _("其中超时"))
    return Chart("load", _("师傅在手派工单"), options.stacked(table, columns[1], columns[2]), columns, table)
