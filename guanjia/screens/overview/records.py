"""The records behind an indicator: the same rows that were counted, as a list like every other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.models import Department
from guanjia.engine.access import Actor
from guanjia.engine.sop import discovery
from guanjia.engine.ui import shell
from guanjia.engine.ui.lists import Choice, Column, Days, Listing
from guanjia.screens.overview import queries
from guanjia.work.cases.models import Case
from guanjia.work.figures.queries import Narrow, reopenings
from guanjia.work.figures.rules import GOOD_STARS

ALL = Narrow()


def rows_of(code: str, actor: Actor, *, now: datetime) -> QuerySet[Any]:
    """Everything the indicator ever counted, to be narrowed by the list's filters. Raises KeyError."""
    return _SOURCES[code](code, actor, now)


def listing_of(code: str, title: Any) -> Listing:
    """`at` is the moment that puts a record into a period; `good` whether it counts as reached."""
    stars = (Column("stars", _("评分"), kind="number", sort="stars"),) if code == "content" else ()
    return Listing(
        code=f"figures-{code}", title=title, noun=_("条"), sort="-at", link=_case_url,
        columns=(
            Column("number", _("编号"), value="case_number"),
            Column("title", _("事项"), value="case_title"),
            Column("estate", _("项目"), value="estate.name"),
            Column("at", _MOMENTS.get(code, _("到期时间")), kind="when", sort="at"),
            *stars,
            Column("good", _("是否达标"), value=_verdict),
        ),
        filters=(
            Days("period", _("期间"), "at"),
            Choice("good", _("是否达标"), "good", [("True", _("达标")), ("False", _("未达标"))]),
            Choice("department", _("部门"), "case_department", _departments),
            Choice("procedure", _("规程"), "case_procedure", _procedures),
            Choice("estate", _("项目"), "estate_id", _estates),
        ),
        empty=_("这个期间没有计入的记录"), hint=_("换一个期间,或清除上面的筛选。"),
    )  # fmt: skip


_MOMENTS = {"content": _("评价时间"), "reopened": _("返工时间")}


def _clocks(code: str, actor: Actor, now: datetime) -> QuerySet[Any]:
    metric = "reply" if code == "response" else "finish"
    rows = queries.clocks_due(actor, ALL, None, now=now, metric=metric)
    matter = Case.objects.filter(pk=OuterRef("subject_id"))
    return rows.select_related("estate").annotate(
        at=F("due_at"), good=_truth(queries.IN_TIME), case_pk=F("subject_id"),
        case_number=Subquery(matter.values("number")), case_title=Subquery(matter.values("title")),
        case_department=Subquery(matter.values("department_id")), case_procedure=Subquery(matter.values("procedure")),
    )  # fmt: skip


def _followups(code: str, actor: Actor, now: datetime) -> QuerySet[Any]:
    rows = queries.followups_due(actor, ALL, None, now=now)
    good = queries.ANSWERED if code == "followed" else queries.ANSWERED_IN_TIME
    return _about(rows.annotate(at=F("due_at"), good=_truth(good)), "case__")


def _answers(code: str, actor: Actor, now: datetime) -> QuerySet[Any]:
    rows = queries.answers_in(actor, ALL, None)
    return _about(rows.annotate(good=_truth(Q(stars__gte=GOOD_STARS))), "followup__case__")


def _reopened(code: str, actor: Actor, now: datetime) -> QuerySet[Any]:
    return _about(reopenings(actor, ALL, None).annotate(good=Value(False)), "case__")


def _about(rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    return rows.select_related("estate").annotate(
        case_pk=F(f"{path}pk"), case_number=F(f"{path}number"), case_title=F(f"{path}title"),
        case_department=F(f"{path}department_id"), case_procedure=F(f"{path}procedure"),
    )  # fmt: skip


def _truth(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _case_url(row: Any) -> str:
    return reverse("cases:case", args=[row.case_pk])


def _verdict(row: Any) -> str:
    return _now("达标") if row.good else _now("未达标")


def _departments(request: HttpRequest) -> list[tuple[Any, Any]]:
    return list(Department.objects.visible_to(request.user).order_by("name").values_list("pk", "name"))


def _procedures(request: HttpRequest) -> list[tuple[Any, Any]]:
    return [(one.code, _now(one.label)) for one in discovery.everything()]


def _estates(request: HttpRequest) -> list[tuple[Any, Any]]:
    return [(one.pk, one.name) for one in shell.estates(request)]


_SOURCES: dict[str, Callable[[str, Actor, datetime], QuerySet[Any]]] = {
    "response": _clocks, "finish": _clocks, "followed": _followups, "followed_in_time": _followups,
    "content": _answers, "reopened": _reopened,
}  # fmt: skip
