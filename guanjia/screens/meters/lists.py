"""The register of meters as a list."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Building
from guanjia.engine.ui.lists import Choice, Column, Flag, Listing
from guanjia.engine.ui.shortcuts import opening
from guanjia.screens.meters.queries import searched
from guanjia.screens.meters.templatetags.meters_shown import dial
from guanjia.work.meters.models import Meter


def _buildings(request: HttpRequest) -> list[tuple[int, str]]:
    rows = (
        Building.objects.visible_to(request.user).select_related("estate").order_by("estate", "order", "pk")
    )
    return [(each.pk, f"{each.estate.name} {each.name}") for each in rows]


METERS = Listing(
    code="meters", title=_("抄表"), noun=_("块"),
    columns=(
        Column("number", _("表号"), sort="number"),
        Column("where", _("房号")),
        Column("kind", _("表种"), sort="kind"),
        Column("place", _("位置")),
        Column("last_value", _("最近读数"), value=lambda row: dial(row.last_value)),
        Column("last_on", _("抄表日期"), kind="date"),
        Column("multiplier", _("倍率"), value=lambda row: dial(row.multiplier), shown=False),
        Column("installed_on", _("装表日期"), kind="date", sort="installed_on", shown=False),
        Column("removed_on", _("拆表日期"), kind="date", sort="removed_on", shown=False),
    ),
    filters=(
        Choice("kind", _("表种"), "kind", Meter.Kind.choices),
        Choice("building", _("楼栋"), "building_id", _buildings),
        Flag("shared", _("公用表"), lambda rows, request: rows.filter(unit=None)),
        Flag("removed", _("已拆除"), lambda rows, request: rows.exclude(removed_on=None)),
    ),
    search=searched, search_hint=_("表号或房号"), sort="number", link=opening("meters:meter"),
    empty=_("没有符合条件的表"), hint=_("可以逐块登记，也可以在“导入”里上传表格成批登记。"),
)  # fmt: skip
