"""The list of cases; every number elsewhere that counts cases opens it with filters in the address."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.models import Department, Staff
from guanjia.engine.search.index import CASE, find
from guanjia.engine.sop import discovery
from guanjia.engine.ui import shell
from guanjia.engine.ui.lists import Choice, Column, Days, Flag, Listing
from guanjia.engine.ui.shortcuts import opening
from guanjia.engine.ui.templatetags.ui import clock
from guanjia.kernel import time
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.models import Case, Channel, Topic
from guanjia.work.figures.filters import FILTERS

FOUND = 500
WHERE = ("place", "unit__building__name", "unit__entrance", "unit__number")
STATES = [*Case.State.choices]


def estates(request: HttpRequest) -> list[tuple[Any, Any]]:
    return [(one.pk, one.name) for one in shell.estates(request)]


def departments(request: HttpRequest) -> list[tuple[Any, Any]]:
    return Department.objects.visible_to(request.user).labelled()


def handlers(request: HttpRequest) -> list[tuple[Any, Any]]:
    people = Staff.objects.visible_to(request.user).filter(is_active=True).order_by("pinyin", "name")
    return list(people.values_list("pk", "name"))


def procedures(request: HttpRequest) -> list[tuple[Any, Any]]:
    return [(one.code, translate(one.label)) for one in discovery.everything()]


def procedure_label(case: Case) -> str:
    return translate(procedure_of(case).label)


def search(rows: QuerySet[Case], text: str) -> QuerySet[Case]:
    return rows.filter(pk__in=[hit.object_id for hit in find(text, [CASE], FOUND)])


def due(case: Case) -> Any:
    return "" if case.is_over else clock(case.next_due_at)


def is_late(case: Case) -> bool:
    return not case.is_over and case.next_due_at is not None and case.next_due_at < time.now()


CASES = Listing(
    code="cases",
    title=pgettext_lazy("list", "事项"),
    noun=_("件"),
    columns=(
        Column("number", _("编号"), sort="number"),
        Column("title", _("标题")),
        Column("where", _("地点"), value=lambda case: case.where, reads=WHERE),
        Column("procedure", _("业务类型"), value=procedure_label, reads=("procedure_key",)),
        Column("topic", _("类别"), value="topic"),
        Column("urgency", _("紧急程度"), value="urgency"),
        Column("state", _("状态"), value="state"),
        Column("due", _("时限"), value=due, sort="next_due_at", reads=("state", "next_due_at")),
        Column("handler", _("经办人"), value="handler.name"),
        Column("opened", _("受理时间"), value="opened_at", kind="when", sort="opened_at"),
        Column("department", _("责任部门"), value="department.name", shown=False),
        Column("estate", _("项目"), value="estate.name", shown=False),
        Column("customer", _("客户"), value="customer.name", shown=False),
        Column("phone", _("电话"), value="caller_phone", kind="phone", shown=False),
        Column("finished", _("完成时间"), value="finished_at", kind="when", sort="finished_at", shown=False),
        Column("closed", _("办结时间"), value="closed_at", kind="when", sort="closed_at", shown=False),
        Column("cycle", _("第几轮"), value="cycle", kind="number", shown=False),
    ),
    filters=(
        Choice("state", _("状态"), "state", STATES),
        Flag("late", _("已超时"), lambda rows, request: rows.late(now=time.now())),
        *FILTERS,
        Choice("procedure", _("业务类型"), "procedure", procedures),
        Choice("topic", _("类别"), "topic", Topic.choices),
        Choice("urgency", _("紧急程度"), "urgency", Case.Urgency.choices),
        Choice("estate", _("项目"), "estate_id", estates),
        Choice("department", _("责任部门"), "department_id", departments),
        Choice("handler", _("经办人"), "handler_id", handlers),
        Choice("channel", _("渠道"), "channel", Channel.choices),
        Days("opened", _("受理日期"), "opened_at"),
        Days("finished", _("完成日期"), "finished_at"),
        Days("closed", _("办结日期"), "closed_at"),
        Flag("reopened", _("返修过"), lambda rows, request: rows.filter(cycle__gt=1)),
        Flag("mine", _("我经办的"), lambda rows, request: rows.filter(handler_id=request.user.pk)),
    ),
    search=search,
    search_hint=_("编号、电话或关键词"),
    sort="-opened",
    link=opening("cases:case"),
    late=is_late,
    reads=("state", "next_due_at"),
    topic="cases",
    empty=_("没有符合条件的事项"),
    hint=_("按 n 登记新事项，或清除上面的筛选。"),
)
