"""The lists of the desk: customers through their homes, units, incidents."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Building, Unit
from guanjia.engine.search.index import CUSTOMER, UNIT, find
from guanjia.engine.ui import shell
from guanjia.engine.ui.lists import Choice, Column, Flag, Listing
from guanjia.work.cases.models import Topic

FOUND = 500


def buildings(request: HttpRequest) -> list[tuple[int, str]]:
    """The buildings to filter by, asked once per request."""
    if not hasattr(request, "_buildings"):
        rows = Building.objects.visible_to(request.user).select_related("estate")
        if estate_id := shell.chosen_estate_id(request):
            rows = rows.filter(estate_id=estate_id)
        request._buildings = [(one.pk, f"{one.estate.name} {one.name}") for one in rows[:300]]
    return request._buildings


def people_found(rows: QuerySet[Occupancy], text: str) -> QuerySet[Occupancy]:
    hits = find(text, (CUSTOMER, UNIT), most=FOUND)
    people = [hit.object_id for hit in hits if hit.kind == CUSTOMER]
    homes = [hit.object_id for hit in hits if hit.kind == UNIT]
    return rows.filter(customer__in=people) | rows.filter(unit__in=homes)


def _units(rows: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    return rows.filter(pk__in=[hit.object_id for hit in find(text, (UNIT,), most=FOUND)])


def first_phone(row: Occupancy) -> str:
    phones = list(row.customer.phones.all())
    return phones[0].number if phones else ""


CUSTOMERS = Listing(
    code="customers", title=pgettext_lazy("list", "客户"), noun=_("条住户记录"), sort="name", search=people_found,
    search_hint=_("姓名、拼音、电话、房号"),
    columns=(
        Column("name", _("姓名/名称"), value="customer.name", sort="customer__spoken"),
        Column("home", _("房号"), value=lambda row: row.unit.spoken_address, sort="unit__sort_key"),
        Column("role", _("身份"), value="role"),
        Column("phone", _("电话"), value=first_phone, kind="phone"),
        Column("kind", _("性质"), value="customer.kind", shown=False),
        Column("key", _("重点"), value=lambda row: "★" if row.customer.is_key else ""),
        Column("tags", _("标签"), value=lambda row: "、".join(row.customer.tags)),
        Column("since", _("起始日期"), kind="date", sort="since"),
        Column("until", _("截止日期"), kind="date", sort="until", shown=False),
        Column("estate", _("项目"), value="estate.name"),
    ),
    filters=(
        Choice("building", _("楼栋"), "unit__building_id", buildings),
        Choice("role", _("身份"), "role", Occupancy.Role.choices),
        Flag("key", _("重点客户"), lambda rows, request: rows.filter(customer__is_key=True)),
    ),
    link=lambda row: reverse("desk:customer", args=[row.customer_id]),
    empty=_("没有符合条件的客户"), hint=_("换个筛选条件，或从 Excel 导入业主、房产。"),
)  # fmt: skip

UNITS = Listing(
    code="units", title=_("房产"), noun=_("套"), sort="key", search=_units,
    search_hint=_("房号，如 3-2-1501"),
    columns=(
        Column("key", _("房号"), value=lambda unit: unit.spoken_address, sort="sort_key"),
        Column("kind", _("类型"), sort="kind"),
        Column("status", _("状态"), sort="status"),
        Column("area", _("建筑面积（㎡）"), kind="number", sort="area", total=True),
        Column("zone", _("片区"), value="zone.name"),
        Column("butler", _("管家"), value="zone.butler.name"),
        Column("handed_over_on", _("交付日期"), kind="date", sort="handed_over_on", shown=False),
        Column("note", _("备注"), shown=False),
        Column("estate", _("项目"), value="estate.name"),
    ),
    filters=(
        Choice("building", _("楼栋"), "building_id", buildings),
        Choice("kind", _("类型"), "kind", Unit.Kind.choices),
        Choice("status", _("状态"), "status", Unit.Status.choices),
    ),
    link=lambda unit: reverse("desk:unit", args=[unit.pk]),
    empty=_("没有符合条件的房产"), hint=_("换个筛选条件，或从 Excel 导入业主、房产。"),
)  # fmt: skip


def _running(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(ended_at=None)


INCIDENTS = Listing(
    code="incidents", title=_("突发事件"), noun=_("起突发事件"), sort="-started_at", topic="incidents",
    columns=(
        Column("title", _("事件"), sort="title"),
        Column("topic", _("类别"), value="topic"),
        Column("started_at", _("开始时间"), kind="when", sort="started_at"),
        Column("expected_at", _("预计恢复"), kind="when", sort="expected_at"),
        Column("ended_at", _("结束时间"), kind="when", sort="ended_at"),
        Column("by", _("发布人"), value="by.name"),
        Column("estate", _("项目"), value="estate.name"),
    ),
    filters=(
        Flag("running", _("进行中"), _running),
        Choice("topic", _("类别"), "topic", Topic.choices),
    ),
    link=lambda one: reverse("desk:incident", args=[one.pk]),
    empty=_("没有突发事件"), hint=_("停水停电、电梯停运等会有多人来电的事，由主管在这里发布统一说法。"),
)  # fmt: skip
