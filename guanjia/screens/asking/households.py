"""Lists of people to call without a cause: new residents, complainants, old residents."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.directory.people.models import Occupancy
from guanjia.engine.ui.lists import Choice, Column, Days, Listing
from guanjia.work.cases.models import Case


def _customer_url(row: Any) -> str:
    return reverse("desk:customer", args=[row.customer_id]) if row.customer_id else ""


def _find_home(rows: QuerySet[Occupancy], text: str) -> QuerySet[Occupancy]:
    return rows.filter(Q(customer__name__icontains=text) | Q(unit__number__icontains=text))


def _find_case(rows: QuerySet[Case], text: str) -> QuerySet[Case]:
    return rows.filter(
        Q(customer__name__icontains=text) | Q(unit__number__icontains=text) | Q(title__icontains=text)
    )


def _residents(code: str, title: Any, sort: str, empty: Any) -> Listing:
    return Listing(
        code=f"residents-{code}", title=title, noun=_("位"), sort=sort, link=_customer_url, search=_find_home,
        search_hint=_("姓名、房号"),
        columns=(
            Column("customer", _("客户"), value="customer.name", sort="customer__spoken"),
            Column("unit", _("房号"), value="unit"),
            Column("role", _("身份"), value="role"),
            Column("since", _("入住日期"), kind="date", sort="since"),
            Column("estate", _("项目"), value="estate.name"),
        ),
        filters=(Choice("role", _("身份"), "role", Occupancy.Role.choices),),
        empty=empty, hint=_("名单按入住日期自动产生。"),
    )  # fmt: skip


HOUSEHOLDS = {
    "new": _residents("new", _("新住户"), "-since", _("最近 30 天没有新住户")),
    "old": _residents("old", _("老住户"), "since", _("没有登记入住满一年的住户")),
    "complaint": Listing(
        code="residents-complaint", title=_("投诉客户"), noun=_("件"), sort="-opened", link=_customer_url,
        search=_find_case, search_hint=_("姓名、房号、事项"),
        columns=(
            Column("customer", _("客户"), value=lambda row: row.customer.name if row.customer else row.caller_name),
            Column("unit", _("房号"), value="where"),
            Column("title", _("投诉事项"), value="title"),
            Column("opened", _("受理时间"), value="opened_at", kind="when", sort="opened_at"),
            Column("state", _("状态"), value="state"),
            Column("number", _("编号"), value="number", shown=False),
            Column("estate", _("项目"), value="estate.name"),
        ),
        filters=(Choice("state", _("状态"), "state", Case.State.choices), Days("opened", _("受理日期"), "opened_at")),
        empty=_("最近 90 天没有住户投诉"), hint=_("最近 90 天投诉过的住户列在这里。"),
    ),
}  # fmt: skip
