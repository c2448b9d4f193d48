"""The orders behind the table of technicians."""

from typing import Any

from django.db.models import (
    BooleanField,
    DecimalField,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor
from guanjia.engine.ui.lists import Choice, Column, Days, Flag, Listing
from guanjia.screens.overview.records import departments, estates, procedures
from guanjia.work.dispatch.models import MaterialLine, WorkOrder
from guanjia.work.dispatch.queries import FIELD_ROLES
from guanjia.work.figures import quality
from guanjia.work.figures.queries import Narrow
from guanjia.work.followups.models import Answer


def done_orders(actor: Actor) -> QuerySet[WorkOrder]:
    """Every order that a technician has done, with what the table counts of it."""
    cost = MaterialLine.objects.filter(order=OuterRef("pk"), struck_at=None).order_by().values("order")
    said = Answer.objects.filter(followup__case=OuterRef("case_id")).order_by("-at").values("stars")
    money = DecimalField(max_digits=12, decimal_places=2)
    return quality.orders_in(actor, Narrow(), None).with_place().annotate(
        in_time=_truth(quality.done_in_time()), again=_truth(quality.sent_back()), stars=Subquery(said[:1]),
        cost=Coalesce(Subquery(cost.annotate(all=Sum("amount")).values("all")), 0, output_field=money),
    )  # fmt: skip


def _truth(condition: Any) -> ExpressionWrapper:
    return ExpressionWrapper(Q(condition), output_field=BooleanField())


def _technicians(request: HttpRequest) -> list[tuple[Any, Any]]:
    people = Staff.objects.visible_to(request.user).filter(roles__overlap=FIELD_ROLES)
    return list(people.order_by("pinyin", "name").values_list("pk", "name"))


def _again(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(again=True)


def _rated(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(stars__isnull=False)


def _paid(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(cost__gt=0)


ORDERS = Listing(
    code="figures-orders", title=_("师傅完成的派工单"), noun=_("张"), sort="-done",
    link=lambda row: reverse("cases:case", args=[row.case_id]),
    columns=(
        Column("number", _("派工单号")),
        Column("task", _("工作内容")),
        Column("where", _("地点"), value="case.where"),
        Column("technician", _("师傅"), value="technician.name"),
        Column("done", _("完工时间"), value="done_at", kind="when", sort="done_at"),
        Column("in_time", _("按时完成"), value=lambda row: _now("是") if row.in_time else _now("否")),
        Column("again", _("返工"), value=lambda row: _now("是") if row.again else ""),
        Column("stars", _("评分"), kind="number"),
        Column("cost", _("材料费"), kind="money"),
        Column("estate", _("项目"), value="estate.name", shown=False),
    ),
    filters=(
        Days("period", _("期间"), "done_at"),
        Choice("technician", _("师傅"), "technician_id", _technicians),
        Choice("in_time", _("按时完成"), "in_time", [("True", _("是")), ("False", _("否"))]),
        Flag("again", _("返工"), _again),
        Flag("rated", _("客户评过分"), _rated),
        Flag("paid", _("用了材料"), _paid),
        Choice("estate", _("项目"), "estate_id", estates),
        Choice("department", _("部门"), "case__department_id", departments),
        Choice("procedure", _("业务类型"), "case__procedure", procedures),
    ),
    empty=_("这个期间没有完成的派工单"), hint=_("换一个期间，或清除上面的筛选。"),
)  # fmt: skip
