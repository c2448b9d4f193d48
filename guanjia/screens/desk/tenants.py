"""The tenants' register: who rents, and how many came and went, month by month."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Estate
from guanjia.engine.access import Actor
from guanjia.engine.ui.lists import Choice, Column, Days, Flag, Listing
from guanjia.kernel import time
from guanjia.screens.desk.lists import buildings, first_phone, people_found
from guanjia.screens.desk.queries import current, with_customer

MONTHS = 12


@dataclass
class Month:
    """Of one estate in one month: tenants who came, who left, and who lived there at its end."""

    estate: Estate
    first: date
    came: int = 0
    left: int = 0
    living: int = 0


@dataclass
class Year:
    """An estate's months, the newest first."""

    estate: Estate
    months: list[Month] = field(default_factory=list)


def tenants(actor: Actor) -> QuerySet[Occupancy]:
    return Occupancy.objects.visible_to(actor).filter(role=Occupancy.Role.TENANT, retired_at=None)


def register(actor: Actor) -> QuerySet[Occupancy]:
    """Every tenancy with home and phones."""
    return with_customer(actor, tenants(actor)).select_related("unit__building", "estate")


def months_of(actor: Actor, *, today: date, estate_id: int | None = None) -> list[Year]:
    """The last twelve months of each estate. Four statements; a tenancy without a first day counts as always there."""
    estates = Estate.objects.visible_to(actor).order_by("name")
    rows = tenants(actor)
    if estate_id:
        estates, rows = estates.filter(pk=estate_id), rows.filter(estate_id=estate_id)
    firsts = [_back(today, step) for step in range(MONTHS)]
    came, left = _per_month(rows, "since", firsts[-1]), _per_month(rows, "until", firsts[-1])
    here = Q(since=None) | Q(since__lte=today)
    still = rows.filter(here & (Q(until=None) | Q(until__gt=today)))
    living = dict(still.values_list("estate_id").annotate(Count("pk")).order_by())
    return [_year(estate, firsts, came, left, living.get(estate.pk, 0)) for estate in estates]


def _year(
    estate: Estate, firsts: list[date], came: dict[Any, int], left: dict[Any, int], living: int
) -> Year:
    year = Year(estate)
    for first in firsts:
        month = Month(estate, first, came.get((estate.pk, first), 0), left.get((estate.pk, first), 0), living)
        year.months.append(month)
        living += month.left - month.came
    return year


def _per_month(rows: QuerySet[Occupancy], day: str, first: date) -> dict[tuple[int, date], int]:
    found = rows.filter(**{f"{day}__gte": first}).annotate(month=TruncMonth(day))
    counted = found.values_list("estate_id", "month").annotate(Count("pk")).order_by()
    return {(estate, month): count for estate, month, count in counted}


def _back(today: date, steps: int) -> date:
    number = today.year * 12 + today.month - 1 - steps
    return date(number // 12, number % 12 + 1, 1)


def _living(rows: QuerySet[Occupancy], request: HttpRequest) -> QuerySet[Occupancy]:
    return rows.filter(current(timezone.localdate(time.now())))


TENANTS = Listing(
    code="tenants", title=_("租户登记"), noun=_("条租住记录"), sort="-since", search=people_found,
    search_hint=_("姓名、拼音、电话、房号"),
    columns=(
        Column("name", _("姓名/名称"), value="customer.name", sort="customer__spoken"),
        Column("home", _("房号"), value=lambda row: row.unit.spoken_address, sort="unit__sort_key"),
        Column("phone", _("电话"), value=first_phone, kind="phone"),
        Column("residents", _("居住人数"), kind="number", sort="residents", total=True),
        Column("since", _("入住"), kind="date", sort="since"),
        Column("until", _("租约到期/迁出"), kind="date", sort="until"),
        Column("estate", _("项目"), value="estate.name"),
    ),
    filters=(
        Flag("living", _("现在住着"), _living),
        Days("since", _("入住"), "since"),
        Days("until", _("到期/迁出"), "until"),
        Choice("building", _("楼栋"), "unit__building_id", buildings),
    ),
    link=lambda row: reverse("desk:customer", args=[row.customer_id]),
    empty=_("还没有登记租户"), hint=_("在客户页“入住与迁出”登记身份为租户的住户，或从 Excel 导入。"),
)  # fmt: skip
