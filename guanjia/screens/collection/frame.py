"""What the pages of collection ask first."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Unit
from guanjia.engine.ui import shell
from guanjia.work.collection.actions.calling import Whom
from guanjia.work.collection.debts import Wanted

SEE = "money.view"


def one_estate(request: HttpRequest) -> Any:
    """The estate of the address, else the one chosen in the frame, else the first in sight; None without any."""
    mine = shell.estates(request)
    said = request.POST.get("estate") or request.GET.get("estate") or shell.chosen_estate_id(request)
    return next((one for one in mine if str(one.pk) == str(said)), mine[0] if mine else None)


def estates_of(request: HttpRequest) -> list[Any]:
    """The estate of the address or frame alone, else all in sight."""
    mine, said = shell.estates(request), request.GET.get("estate") or shell.chosen_estate_id(request)
    return [one for one in mine if str(one.pk) == str(said)] or mine


def wanted_of(request: HttpRequest, estates: list[Any], now: Any) -> Wanted:
    """The filters of the address."""
    said = request.GET
    numbers = {
        name: int(said[name]) for name in ("building", "butler", "tariff") if said.get(name, "").isdecimal()
    }
    return Wanted.at(estates, now, band=said.get("band", ""), text=said.get("q", "").strip()[:40], **numbers)


def whom_of(request: HttpRequest, unit: int, customer: int) -> Whom:
    """The debtor of the address, if the person may see home and customer; else 404. Without a home, the estate is the
    one of the address or frame."""
    user = request.user
    homes = Unit.objects.visible_to(user).select_related("building", "zone__butler", "estate__company")
    home = get_object_or_404(homes, pk=unit) if unit else None
    here = home.estate if home else one_estate(request)
    if here is None or not (unit or customer):
        raise Http404
    return Whom(
        here, home, get_object_or_404(Customer.objects.visible_to(user), pk=customer) if customer else None
    )


def month_of(said: str, today: date) -> date:
    """The first day of `2026-10`, or of the present month."""
    try:
        return date.fromisoformat(f"{said[:7]}-01")
    except ValueError:
        return today.replace(day=1)


def span_of(request: HttpRequest, today: date) -> tuple[date, date]:
    """First and last day of `?since=…&until=…`, else of `?month=2026-10`, else of the present month."""
    said = request.GET
    try:
        first, last = date.fromisoformat(said.get("since", "")), date.fromisoformat(said.get("until", ""))
    except ValueError:
        first = month_of(said.get("month", ""), today)
        return first, month_end(first)
    return min(first, last), last


def month_end(first: date) -> date:
    return date.fromordinal(next_month(first).toordinal() - 1)


def next_month(first: date, by: int = 1) -> date:
    at = first.year * 12 + first.month - 1 + by
    return date(at // 12, at % 12 + 1, 1)
