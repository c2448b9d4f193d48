"""The records behind an indicator: the same rows that were counted, as a list like every other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
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
from guanjia.work.figures import quality
from guanjia.work.figures.queries import Narrow, reopenings
from guanjia.work.figures.rules import GOOD_STARS

ALL = Narrow()


def rows_of(code: str, actor: Actor, *, now: datetime) -> QuerySet[Any]:
    """Everything the indicator ever counted, to be narrowed by the list's filters. Raises KeyError."""
    return _SOURCES[code](code, actor, now)


def listing_of(code: str, title: Any) -> Listing:
    """`at` is the moment that puts a record into a period; `good` whether it counts as reached."""
    rated = code in ("content", "sampled")
    stars = (Column("stars", _("评分"), kind="number", sort="stars"),) if rated else ()
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
            Choice("department", _("部门"), "case_department", departments),
            Choice("procedure", _("业务类型"), "case_procedure", procedures),
            Choice("estate", _("项目"), "estate_id", estates),
        ),
        empty=_("这个期间没有计入的记录"), hint=_("换一个期间，或清除上面的筛选。"),
    )  # fmt: skip


_MOMENTS = {
    "content": _("评价时间"), "reopened": _("返工时间"), "complaints": _("受理时间"), "repeated": _("受理时间"),
    "first_owner": _("完成时间"), "sampled": _("评价时间"),
}  # fmt: skip


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


def _complaints(code: str, actor: Actor, now: datetime) -> QuerySet[Any]:
    rows = quality.complaints_in(actor, ALL, None)
    if code == "complaints":
        return _cases(rows.filter(quality.VALID), "opened_at").annotate(good=Value(False))
    return _cases(rows, "opened_at").annotate(good=_truth(~Q(quality.repeated())))


def _first_owner(code: str, actor: Actor, now: datetime) -> QuerySet[Any]:
    rows = _cases(quality.finished_in(actor, ALL, None), "finished_at")
    return rows.annotate(good=_truth(quality.fulfilled(now)))


def _cases(rows: QuerySet[Any], moment: str) -> QuerySet[Any]:
    return rows.select_related("estate").annotate(
        at=F(moment), case_pk=F("pk"), case_number=F("number"), case_title=F("title"),
        case_department=F("department_id"), case_procedure=F("procedure"),
    )  # fmt: skip


def _sampled(code: str, actor: Actor, now: datetime) -> QuerySet[Any]:
    rows = quality.sample_answers(actor, ALL, None).annotate(good=_truth(Q(stars__gte=GOOD_STARS)))
    return rows.select_related("estate").annotate(
        followup_pk=F("followup_id"), case_number=F("followup__unit__number"), case_title=F("words"),
        case_department=Value(None, IntegerField()), case_procedure=Value(""),
    )  # fmt: skip


def _about(rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    return rows.select_related("estate").annotate(
        case_pk=F(f"{path}pk"), case_number=F(f"{path}number"), case_title=F(f"{path}title"),
        case_department=F(f"{path}department_id"), case_procedure=F(f"{path}procedure"),
    )  # fmt: skip


def _truth(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _case_url(row: Any) -> str:
    """A household of a sample has no case: its call sheet."""
    if hasattr(row, "case_pk"):
        return reverse("cases:case", args=[row.case_pk])
    return reverse("asking:sheet", args=[row.followup_pk])


def _verdict(row: Any) -> str:
    return _now("达标") if row.good else _now("未达标")


def departments(request: HttpRequest) -> list[tuple[Any, Any]]:
    return Department.objects.visible_to(request.user).labelled()


def procedures(request: HttpRequest) -> list[tuple[Any, Any]]:
    return [(one.code, _now(one.label)) for one in discovery.everything()]


def estates(request: HttpRequest) -> list[tuple[Any, Any]]:
    return [(one.pk, one.name) for one in shell.estates(request)]


_SOURCES: dict[str, Callable[[str, Actor, datetime], QuerySet[Any]]] = {
    "response": _clocks, "finish": _clocks, "followed": _followups, "followed_in_time": _followups,
    "content": _answers, "reopened": _reopened, "complaints": _complaints, "repeated": _complaints,
    "first_owner": _first_owner, "sampled": _sampled,
}  # fmt: skip
