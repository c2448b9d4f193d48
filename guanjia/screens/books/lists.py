"""The journal and the transfers of an entry, as the house's lists."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DecimalField, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui import shell
from guanjia.engine.ui.filters import Days
from guanjia.engine.ui.lists import Choice, Column, Listing
from guanjia.engine.ui.shortcuts import opening
from guanjia.kernel import time
from guanjia.screens.books.forms import month_end
from guanjia.work.books.kinds import kind_label, kinds
from guanjia.work.ledger.models import Entry, Transfer
from guanjia.work.ledger.rules import CHART, POINTS, YUAN


@dataclass(frozen=True)
class BookDays(Days):
    """Days of the books. Unless told otherwise, this month: the journal of all years is not what anybody reads."""

    def apply(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        first, last = self._days(request)
        if first:
            rows = rows.filter(**{f"{self.field}__gte": first})
        return rows.filter(**{f"{self.field}__lte": last}) if last else rows

    def _days(self, request: HttpRequest) -> tuple[date | None, date | None]:
        if f"{self.code}_from" in request.GET or f"{self.code}_to" in request.GET:
            return super()._days(request)
        first = timezone.localtime(time.now()).date().replace(day=1)
        return first, month_end(first)


@dataclass(frozen=True)
class Touching:
    """Entries with a transfer on an account of a kind, or (`?account=7`) on one account."""

    code: str
    label: Any

    def apply(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        kind, account = request.GET.get(self.code, ""), request.GET.get("account", "")
        wanted = Q()
        if kind in CHART:
            wanted &= Q(debit__kind=kind) | Q(credit__kind=kind)
        if account.isdecimal():
            wanted &= Q(debit=account) | Q(credit=account)
        return rows.filter(Exists(Transfer.objects.filter(wanted, entry=OuterRef("pk")))) if wanted else rows

    def chip(self, request: HttpRequest) -> dict[str, Any] | None:
        choices = [(kind.value, gettext(line.name)) for kind, line in CHART.items()]
        return Choice(self.code, self.label, "", choices).chip(request)


def people(request: HttpRequest) -> list[tuple[Any, str]]:
    """Who has posted lately, in the estates in sight."""
    rows = Entry.objects.visible_to(request.user)
    if estate := shell.chosen_estate_id(request):
        rows = rows.filter(estate_id=estate)
    recent = rows.order_by("-id").values("actor_name")[:2000]
    return [(name, name) for name in sorted({row["actor_name"] for row in recent})]


def journal_of(request: HttpRequest) -> QuerySet[Entry]:
    """The entries in sight with their amounts in yuan and points."""
    return (
        Entry.objects.visible_to(request.user)
        .select_related("estate")
        .annotate(amount=_moved(YUAN), points=_moved(POINTS))
    )


def _moved(currency: str) -> Coalesce:
    rows = Transfer.objects.filter(entry=OuterRef("pk"), currency=currency).order_by().values("entry")
    money = DecimalField(max_digits=18, decimal_places=2)
    return Coalesce(Subquery(rows.annotate(sum=Sum("amount")).values("sum")), 0, output_field=money)


JOURNAL = Listing(
    code="journal",
    title=_("序时账"),
    noun=_("笔"),
    columns=(
        Column("on", _("记账日期"), kind="date", sort="on"),
        Column("number", _("分录号"), value="pk", sort="id"),
        Column("kind", _("类型"), value=lambda row: kind_label(row.kind)),
        Column("text", _("摘要")),
        Column("amount", _("金额"), value=lambda row: row.amount or None, kind="money"),
        Column("points", _("积分"), value=lambda row: row.points or None, kind="number"),
        Column("actor", _("经办人"), value="actor_name"),
        Column("estate", _("项目"), value="estate.name"),
        Column("at", _("时间"), kind="when", shown=False),
        Column("reverses", _("冲销"), value=lambda row: f"#{row.reverses_id}" if row.reverses_id else ""),
    ),
    filters=(
        BookDays("on", _("记账日期"), "on"),
        Choice("kind", _("类型"), "kind", lambda request: list(kinds().items())),
        Touching("of", _("科目")),
        Choice("actor", _("经办人"), "actor_name", people),
    ),
    search=lambda rows, text: rows.filter(text__icontains=text),
    search_hint=_("摘要里的字"),
    sort="-on",
    link=opening("books:entry"),
    empty=_("这几天没有记账"),
    hint=_("换一段日期，或清除上面的筛选。"),
)

TRANSFERS = Listing(
    code="transfers",
    title=_("借贷明细"),
    noun=_("行"),
    columns=(
        Column("id", _("行号"), value="pk", sort="id"),
        Column("debit", _("借方科目"), value=lambda row: str(row.debit)),
        Column("credit", _("贷方科目"), value=lambda row: str(row.credit)),
        Column("amount", _("金额"), kind="number"),
        Column("charge", _("费用"), value=lambda row: str(row.raises or row.charge or "")),
        Column("unit", _("房号"), value=lambda row: _unit(row.raises or row.charge)),
    ),
    sort="id",
    link=lambda row: _charge(row.raises_id or row.charge_id) or reverse("books:account", args=[row.debit_id]),
)


def _unit(charge: Any) -> str:
    return charge.unit.key if charge and charge.unit_id else ""


def _charge(pk: int | None) -> str:
    return reverse("books:charge", args=[pk]) if pk else ""
