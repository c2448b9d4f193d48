"""The lists: to call now, to call later, not reached, households of samples."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop import discovery
from guanjia.engine.ui.lists import Choice, Column, Days, Flag, Listing
from guanjia.engine.ui.templatetags.ui import clock
from guanjia.kernel import time
from guanjia.work.followups.models import FollowUp


def _due(row: FollowUp) -> SafeString:
    return clock(row.due_at)


def _is_late(row: FollowUp) -> bool:
    return row.is_late(now=time.now())


def _find(rows: QuerySet[FollowUp], text: str) -> QuerySet[FollowUp]:
    return rows.filter(
        Q(case__number__icontains=text)
        | Q(case__title__icontains=text)
        | Q(case__customer__name__icontains=text)
        | Q(customer__name__icontains=text)
        | Q(unit__number__icontains=text)
    )


def _procedures(request: HttpRequest) -> list[tuple[Any, Any]]:
    return [(one.code, gettext(one.label)) for one in discovery.everything()]


def _mine(rows: QuerySet[FollowUp], request: HttpRequest) -> QuerySet[FollowUp]:
    return rows.filter(assignee_id=request.user.pk)


def _not_own(rows: QuerySet[FollowUp], request: HttpRequest) -> QuerySet[FollowUp]:
    return rows.exclude(excluded__contains=[request.user.pk])


_TITLE = Column("title", _("事项"), value="subject")
_MIDDLE = (
    Column("where", _("地点"), value="where"),
    Column("customer", _("客户"), value="who"),
    Column("tries", _("已打"), kind="number", sort="tries"),
)
_END = (
    Column("number", _("编号"), value="case.number", sort="case__number"),
    Column("assignee", _("回访人"), value="assignee.name"),
    Column("kind", _("回访类型"), value="kind", shown=False),
    Column("cycle", _("第几轮"), kind="number", sort="cycle", shown=False),
    Column("estate", _("项目"), value="estate.name", shown=False),
    Column("finished", _("完工时间"), value="case.finished_at", kind="when", shown=False),
)
_FILTERS = (
    Flag("mine", _("指定给我的"), _mine),
    Flag("possible", _("不看我经办的"), _not_own),
    Choice("procedure", _("业务类型"), "case__procedure", _procedures),
    Choice("kind", _("回访类型"), "kind", FollowUp.Kind.choices),
    Days("due", _("回访时限"), "due_at"),
)


_SAMPLE_FILTERS = (
    Flag("mine", _("指定给我的"), _mine),
    Choice("plan", _("抽样计划"), "plan", FollowUp.Plan.choices),
)


def _listing(
    code: str, title: Any, time_column: Column, sort: str, empty: Any, hint: Any, filters: tuple = _FILTERS
) -> Listing:
    end = _END if filters is _FILTERS else _END[1:2]
    return Listing(
        code=f"followups-{code}", title=title, noun=_("位"), columns=(_TITLE, time_column, *_MIDDLE, *end), sort=sort,
        filters=filters, search=_find, search_hint=_("编号、事项、客户"), late=_is_late, topic="followups",
        link=lambda row: reverse("asking:sheet", args=[row.pk]), empty=empty, hint=hint,
    )  # fmt: skip


LISTINGS = {
    "due": _listing(
        "due", _("回访"), Column("due", _("时限"), value=_due, sort="due_at"), "due",
        _("现在没有要回访的客户"), _("事项完工后会自动出现在这里，最急的排在最前。"),
    ),
    "later": _listing(
        "later", _("稍后再打"), Column("not_before", _("再打时间"), kind="when", sort="not_before"), "not_before",
        _("没有约了以后再打的客户"), _("没打通或客户约了时间的，到时会回到待回访名单。"),
    ),
    "missed": _listing(
        "missed", _("未能回访"),
        Column("ended", _("结束时间"), value="ended_at", kind="when", sort="ended_at"), "-ended",
        _("没有未能回访的客户"), _("在不同时段打了几次都没有联系上的客户列在这里，以后联系上了仍可补记。"),
    ),
    "samples": _listing(
        "samples", _("抽样回访"), Column("due", _("时限"), value=_due, sort="due_at"), "due",
        _("本月没有抽到要回访的住户"),
        _("按抽样比例在每月、每季、每年的第一天自动抽取；也可以从新住户、投诉客户、老住户名单列入。"),
        filters=_SAMPLE_FILTERS,
    ),
}  # fmt: skip
