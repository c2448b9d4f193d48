"""What the overview shows about money: collection rates, arrears by age, what drawers were off by."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shown import money
from guanjia.kernel import time as clock
from guanjia.screens.collection.frame import SEE, estates_of, span_of, wanted_of
from guanjia.work.cashier.models import CashSession
from guanjia.work.cashier.queries import left_open
from guanjia.work.collection.rates import Rate, rates, total
from guanjia.work.collection.spread import groups_of
from guanjia.work.ledger.actions import today

NONE = Decimal(0)


@dataclass(frozen=True)
class Card:
    """A number with its formula and the list behind it."""

    label: str
    shown: str
    formula: str
    note: str
    href: str


@require_GET
@needs(SEE)
def indicators(request: HttpRequest) -> HttpResponse:
    """The part that the overview asks for after its page; opened by itself, the page of the rate."""
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('collection_pages:rate')}?{request.GET.urlencode()}")
    here, now = estates_of(request), clock.now()
    first, last = span_of(request, today(here[0], now) if here else now.date())
    address = urlencode({"since": first, "until": last, "estate": request.GET.get("estate", "")})
    found = total(rates([one.pk for one in here], first=first, last=last))
    cards = [
        *_rate_cards(found, address), _arrears(request, here, now),
        _drawers(request.user, [one.pk for one in here], first, last),
    ]  # fmt: skip
    left = left_open(request.user, now=now) if may(request.user, "cash.supervise") else []
    context = {"cards": cards, "first": first, "last": last, "left": left}
    return render(request, "collection/indicators.html", context)


def _rate_cards(found: Rate, address: str) -> list[Card]:
    href = f"{reverse('collection_pages:rate')}?{address}"
    return [
        Card(
            _("收缴率"), _percent(found.percent), _("本期到期的费用在本期缴纳的金额 ÷ 本期到期的应收"),
            f"{money(found.paid)} / {money(found.due)}", href,
        ),
        Card(
            _("清欠率"), _percent(found.of_arrears), _("期初欠费在本期缴纳的金额 ÷ 期初欠费"),
            f"{money(found.cleared)} / {money(found.arrears)}", href,
        ),
    ]  # fmt: skip


def _percent(percent: Decimal | None) -> str:
    return "—" if percent is None else f"{percent}%"


def _arrears(request: HttpRequest, here: list[Any], now: datetime) -> Card:
    sums = [group.sums for group in groups_of(wanted_of(request, here, now), "estate")]
    old = sum((sum(one.bands[2:], NONE) for one in sums), NONE)
    return Card(
        _("现有欠费"), money(sum((one.total for one in sums), NONE)), _("今天已过应缴日期还没有缴的费用，不含违约金"),
        _("其中 90 天以上 %(amount)s") % {"amount": money(old)}, reverse("collection_pages:spread"),
    )  # fmt: skip


def _drawers(actor: Actor, estates: list[int], first: date, last: date) -> Card:
    since, until = (
        timezone.make_aware(datetime.combine(day, time())) for day in (first, last + timedelta(days=1))
    )
    rows = CashSession.objects.visible_to(actor).filter(
        estate__in=estates, opened_at__gte=since, opened_at__lt=until, closed_at__isnull=False
    )
    off = ~Q(counted=F("booked"))
    found = rows.aggregate(
        n=Count("pk"), off=Count("pk", filter=off), sum=Sum(F("counted") - F("booked"), default=NONE)
    )
    href = f"{reverse('cashier:shifts')}?{urlencode({'day_from': first, 'day_to': last, 'off': 1})}"
    return Card(
        _("收银差异"), money(found["sum"]), _("本期开班且已交班的班次：实点现金 − 账面现金，长短款相抵"),
        _("%(n)d 个班次，%(off)d 个有差异") % {"n": found["n"], "off": found["off"]}, href,
    )  # fmt: skip
