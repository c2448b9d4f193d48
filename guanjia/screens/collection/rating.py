"""收缴率: by month, with the very charges behind each number and the months beside each other."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.screens.collection import queries
from guanjia.screens.collection.frame import SEE, estates_of, month_end, next_month, span_of
from guanjia.screens.collection.views import GROUPS, _ways
from guanjia.work.collection.rates import behind, rates, total, trend
from guanjia.work.ledger.actions import today

MONTHS = 12


@require_GET
@needs(SEE)
def rate(request: HttpRequest) -> HttpResponse:
    """The rate of a month by branch, estate, building, butler or tariff, and the last twelve months."""
    here, by = estates_of(request), request.GET.get("by", "estate")
    by = by if by in GROUPS else "estate"
    day = today(here[0], time.now()) if here else time.now().date()
    first, last = span_of(request, day)
    ids = [one.pk for one in here]
    lines, month = rates(ids, first=first, last=last, by=by), last.replace(day=1)
    months = trend(ids, [next_month(month, back) for back in range(1 - MONTHS, 1)])
    context = {
        "here": "rate", "by": by, "ways": _ways(), "lines": lines, "total": total(lines), "span": _span(first, last),
        "before": f"{next_month(month, -1):%Y-%m}", "next": f"{next_month(month):%Y-%m}", "chart": _chart(months),
        "table": {"head": [_("月份"), _("应收"), _("收缴率")],
                  "rows": [(f"{at:%Y-%m}", f"{one.due:,.2f}", _shown(one.percent)) for at, one in months]},
    }  # fmt: skip
    return page(request, "collection/rate.html", "table", context)


def _span(first: date, last: date) -> str:
    whole = first.day == 1 and last == month_end(first)
    return f"{first:%Y-%m}" if whole else f"{first:%Y-%m-%d} ~ {last:%Y-%m-%d}"


def _shown(percent: Decimal | None) -> str:
    return "—" if percent is None else f"{percent}%"


def _chart(months: list[tuple[Any, Any]]) -> dict[str, Any]:
    def value(percent: Decimal | None) -> float | None:
        return None if percent is None else float(percent)

    return {
        "color": ["#1f5f8b", "#1d6b3c"], "tooltip": {"trigger": "axis"}, "legend": {"top": 0},
        "grid": {"left": 8, "right": 16, "top": 34, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": [f"{at:%Y-%m}" for at, _one in months]},
        "yAxis": {"type": "value", "min": 0, "max": 100},
        "series": [
            {"name": _("收缴率"), "type": "line", "data": [value(one.percent) for _at, one in months]},
            {"name": _("含提前缴"), "type": "line", "data": [value(one.with_early) for _at, one in months]},
        ],
    }  # fmt: skip


@require_GET
@needs(SEE)
def charges(request: HttpRequest) -> HttpResponse:
    """The charges behind one number of the table."""
    here, said = estates_of(request), request.GET
    by = said.get("by", "estate") if said.get("by") in GROUPS else "estate"
    day = today(here[0], time.now()) if here else time.now().date()
    first, last = span_of(request, day)
    key, after = (int(said[name]) if said.get(name, "").isdecimal() else None for name in ("key", "after"))
    parts = behind(
        [one.pk for one in here], first=first, last=last, by=by, key=key,
        current=said.get("of") != "arrears", after=after or 0, size=101,
    )  # fmt: skip
    known = queries.charges_by_id(request.user, [one.charge for one in parts])
    rows = [(known[one.charge], one) for one in parts[:100] if one.charge in known]
    context = {
        "here": "rate", "rows": rows, "span": _span(first, last),
        "after": parts[99].charge if len(parts) > 100 else "",
    }  # fmt: skip
    return render(request, "collection/rate_charges.html", context)
