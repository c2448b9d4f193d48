"""The visitor log as a list."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.filters import Days
from guanjia.engine.ui.lists import Choice, Column, Flag, Listing
from guanjia.work.counter.models import Visit


def _sought(rows: Any, text: str) -> Any:
    said = ("name", "whom", "plate", "badge")
    found = Q()
    for one in said:
        found |= Q(**{f"{one}__icontains": text})
    return rows.filter(found)


def _shown(visit: Visit) -> str:
    return f"{visit.get_document_display()} {visit.document_tail}".strip()


VISITS = Listing(
    code="visits", title=_("来访登记"), noun=_("条"),
    columns=(
        Column("in_at", _("进入时间"), kind="when", sort="in_at"),
        Column("name", _("来访人")),
        Column("kind", _("来访类别"), value=lambda row: row.get_kind_display()),
        Column("people", _("人数"), kind="number"),
        Column("whom", _("找谁")),
        Column("unit", _("房号"), value=lambda row: row.unit.spoken_address if row.unit else ""),
        Column("what", _("事由")),
        Column("plate", _("车牌")),
        Column("document", _("出示证件"), value=_shown),
        Column("badge", _("访客证号")),
        Column("out_at", _("离开时间"), kind="when"),
        Column("in_by", _("登记人"), value=lambda row: row.in_by.name, shown=False),
    ),
    filters=(
        Choice("kind", _("来访类别"), "kind", Visit.Kind.choices), Days("in", _("进入时间"), "in_at"),
        Flag("inside", _("还在里面"), lambda rows, request: rows.filter(out_at=None)),
    ),
    search=_sought, search_hint=_("姓名、找谁、车牌或访客证号"), sort="-in_at", topic="counter",
    empty=_("没有符合条件的来访"), hint=_("在前台接待里点“登记来访”。"),
)  # fmt: skip
