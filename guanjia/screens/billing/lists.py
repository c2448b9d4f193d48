"""The lists of bills and of a run's lines."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Building, Estate
from guanjia.engine.ui import shell
from guanjia.engine.ui.lists import Choice, Column, Days, Flag, Listing
from guanjia.engine.ui.shortcuts import opening
from guanjia.kernel import room, time
from guanjia.work.billing.models import DraftLine
from guanjia.work.billing.wording import BY_RULE, REASONS, basis_words, reason_words
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Charge, Tariff


def estates(request: HttpRequest) -> list[tuple[Any, Any]]:
    return [(one.pk, one.name) for one in shell.estates(request)]


def buildings(request: HttpRequest) -> list[tuple[Any, Any]]:
    found = Building.objects.visible_to(request.user).select_related("estate")
    chosen = shell.chosen_estate_id(request)
    if chosen:
        found = found.filter(estate=chosen)
    return [(one.pk, f"{one.estate} {one}") for one in found[:300]]


def tariffs(request: HttpRequest) -> list[tuple[Any, Any]]:
    return [(one.pk, one.name) for one in Tariff.objects.visible_to(request.user).order_by("order", "code")]


def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """A room, or part of a name."""
    return rows.filter(Q(unit__key__in=room.candidates(text)) | Q(customer__name__icontains=text))


def overdue(rows: QuerySet[Charge], request: HttpRequest) -> QuerySet[Charge]:
    """By the day it is at each estate."""
    late = Q(pk=None)
    by_day: dict[Any, list[int]] = {}
    for one in Estate.objects.visible_to(request.user).only("pk", "time_zone"):
        by_day.setdefault(today(one, time.now()), []).append(one.pk)
    for day, here in by_day.items():
        late |= Q(estate__in=here, due_on__lt=day)
    return rows.filter(late, settled__lt=F("amount"))


def address(row: Any) -> str:
    return row.unit.spoken_address if row.unit else "—"


def is_late(charge: Charge) -> bool:
    return charge.settled < charge.amount and charge.due_on < today(charge.estate, time.now())


CHARGES = Listing(
    code="charges", title=_("应收"), noun=_("笔"),
    columns=(
        Column("text", _("名称"), sort="text"),
        Column("unit", _("房号"), value=address, sort="unit__sort_key"),
        Column("customer", _("客户"), value="customer.name"),
        Column("tariff", _("收费项目"), value="tariff.name", shown=False),
        Column("kind", _("类型"), value="kind", shown=False),
        Column("period", _("计费起"), value="period_start", kind="date", sort="period_start"),
        Column("due", _("应缴日期"), value="due_on", kind="date", sort="due_on"),
        Column("amount", _("应收"), value="amount", kind="money", sort="amount", total=True),
        Column("settled", _("已结"), value="settled", kind="money", total=True),
        Column("left", _("未结"), value="unpaid", kind="money", total=True),
        Column("issued", _("出账日期"), value="on", kind="date", sort="on", shown=False),
        Column("origin", _("来源"), value="origin", shown=False),
    ),
    filters=(
        Flag("open", _("未结清"), lambda rows, request: rows.filter(settled__lt=F("amount"))),
        Flag("overdue", _("已逾期"), overdue),
        Choice("tariff", _("收费项目"), "tariff_id", tariffs),
        Choice("kind", _("类型"), "kind", Charge.Kind.choices),
        Choice("estate", _("项目"), "estate_id", estates),
        Choice("building", _("楼栋"), "unit__building_id", buildings),
        Days("due", _("应缴日期"), "due_on"),
        Days("issued", _("出账日期"), "on"),
    ),
    search=search, search_hint=_("房号或姓名"), sort="-due", link=opening("billing:charge"), late=is_late,
    empty=_("还没有账单"), hint=_("在“出账”里选项目、收费项目和月份，算好、核对后发布。"),
)  # fmt: skip


def why(line: DraftLine) -> str:
    return reason_words(line.reason, line.basis) if line.reason else ""


def how(line: DraftLine) -> str:
    return ";".join(basis_words(line.basis)) if not line.reason else ""


LINES = Listing(
    code="draft_lines", title=_("出账明细"), noun=_("行"),
    columns=(
        Column("unit", _("房号"), value=address, sort="unit__sort_key"),
        Column("tariff", _("收费项目"), value="tariff.name"),
        Column("customer", _("客户"), value="customer.name"),
        Column("start", _("计费起"), value="period_start", kind="date"),
        Column("end", _("计费止"), value="period_end", kind="date"),
        Column("how", _("计算"), value=how),
        Column("amount", _("金额"), kind="money", sort="amount", total=True),
        Column("previous", _("上期"), kind="money", total=True),
        Column("odd", _("异常"), value="odd"),
        Column("why", _("未出账原因"), value=why),
        Column("due", _("应缴日期"), value="due_on", kind="date", shown=False),
    ),
    filters=(
        Flag("billed", _("出账的"), lambda rows, request: rows.filter(reason="")),
        Flag("missing", _("该出没出"), lambda rows, request: rows.exclude(reason__in=["", *BY_RULE])),
        Flag("silent", _("未出账的"), lambda rows, request: rows.exclude(reason="")),
        Choice("reason", _("未出账原因"), "reason", [(code, words) for code, (words, _todo) in REASONS.items()]),
        Choice("odd", _("异常"), "odd", DraftLine.Odd.choices),
        Choice("tariff", _("收费项目"), "tariff_id", tariffs),
        Choice("building", _("楼栋"), "unit__building_id", buildings),
    ),
    search=search, search_hint=_("房号或姓名"), sort="unit", empty=_("没有明细"),
)  # fmt: skip
