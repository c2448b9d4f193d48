"""Cases for programs."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import ModelSchema, Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Estate, Unit
from guanjia.engine.access import require
from guanjia.engine.api.auth import TokenAuth
from guanjia.engine.api.keys import Key, key_of
from guanjia.engine.search.index import CASE, matching
from guanjia.kernel import time
from guanjia.work.cases import actions
from guanjia.work.cases.facts import shown_answers
from guanjia.work.cases.models import Case, Channel, TimelineEntry, Topic
from guanjia.work.cases.timeline import text_of

router, prefix = Router(), "/cases"
READ, WRITE = TokenAuth("cases:read"), TokenAuth("cases:write")


class CaseIn(Schema):
    """What the screens' register form asks. `unit` is a room key such as `3-2-1501`."""

    estate: str = Field(description="Estate code")
    procedure: str = Field(examples=["repair"])
    words: str = Field(min_length=1, max_length=5000)
    title: str = Field("", max_length=120)
    topic: Topic = Topic.OTHER
    urgency: Case.Urgency = Case.Urgency.ORDINARY
    severity: Case.Severity = Case.Severity.ORDINARY
    channel: Channel = Channel.WEB
    unit: str | None = None
    customer_id: int | None = None
    caller_name: str = Field("", max_length=60)
    caller_phone: str = Field("", max_length=30)
    place: str = Field("", max_length=120)
    promised_at: AwareDatetime | None = None
    answers: dict[str, Any] = {}


class CaseOut(ModelSchema):
    estate: str
    where: str
    open_steps: list[str] = []

    class Meta:
        model = Case
        fields = [
            "id", "number", "procedure_key", "topic", "title", "words", "urgency", "severity", "channel", "state",
            "cycle", "promised_at", "opened_at", "finished_at", "closed_at", "next_due_at", "answers",
        ]  # fmt: skip

    @staticmethod
    def resolve_estate(case: Case) -> str:
        return case.estate.code

    @staticmethod
    def resolve_answers(case: Case) -> dict[str, Any]:
        """Phones and identity numbers in them stay masked."""
        return shown_answers(case)

    @staticmethod
    def resolve_open_steps(case: Case) -> list[str]:
        return [step.code for step in case.steps.all() if step.done_at is None and step.cancelled_at is None]


class CasePage(Schema):
    items: list[CaseOut]
    next: int | None = Field(description="Give it as `before` to go on; null at the end")


class CaseFilters(Schema):
    state: Case.State | None = None
    estate: str | None = None
    procedure: str | None = None
    late: bool = False
    q: str = Field("", description="Words, number or phone part")
    opened_from: datetime | None = None
    opened_to: datetime | None = None
    before: int | None = None
    limit: int = Field(50, ge=1, le=200)


class MessageIn(Schema):
    text: str = Field(min_length=1, max_length=4000)
    is_public: bool = False


class MessageOut(ModelSchema):
    class Meta:
        model = TimelineEntry
        fields = ["id", "at", "kind", "actor_name", "text", "is_public"]

    @staticmethod
    def resolve_text(entry: TimelineEntry) -> str:
        return text_of(entry)


class StepIn(Schema):
    answers: dict[str, Any] = {}


@router.post("", response={201: CaseOut}, auth=WRITE, summary="Register a case")
def create(request: HttpRequest, body: CaseIn, key: Key = "") -> Any:
    actor = request.user
    given = body.dict(exclude={"estate", "unit", "customer_id"})
    estate = get_object_or_404(Estate.objects.visible_to(actor), code=body.estate)
    if body.unit:
        units = Unit.objects.visible_to(actor).select_related("building")
        given["unit"] = get_object_or_404(units, estate=estate, key=body.unit, retired_at=None)
    if body.customer_id:
        given["customer"] = get_object_or_404(Customer.objects.visible_to(actor), pk=body.customer_id)
    case = actions.register_case(
        actor=actor, now=time.now(), estate=estate, key=key_of(request, key), **given
    )
    return Status(201, case)


@router.get("", response=CasePage, auth=READ, summary="List and search cases, newest first")
def listing(request: HttpRequest, filters: Query[CaseFilters]) -> Any:
    require(request.user, "cases.view")
    if filters.q:
        require(request.user, "search.use")
    cases = _filtered(Case.objects.visible_to(request.user), filters)
    if filters.before:
        cases = cases.filter(pk__lt=filters.before)
    rows = list(
        cases.order_by("-pk")
        .select_related("estate", "unit__building")
        .prefetch_related("steps")[: filters.limit + 1]
    )
    more = len(rows) > filters.limit
    return {"items": rows[: filters.limit], "next": rows[filters.limit - 1].pk if more else None}


@router.get("/{int:pk}", response=CaseOut, auth=READ, summary="Read one case")
def read(request: HttpRequest, pk: int) -> Any:
    require(request.user, "cases.view")
    return _whole(request, pk)


@router.get(
    "/{int:pk}/timeline", response=list[MessageOut], auth=READ, summary="The case's story, oldest first"
)
def timeline(request: HttpRequest, pk: int) -> Any:
    require(request.user, "cases.view")
    return _whole(request, pk).timeline.order_by("at", "pk")


@router.post("/{int:pk}/messages", response={201: MessageOut}, auth=WRITE, summary="Add a message")
def message(request: HttpRequest, pk: int, body: MessageIn, key: Key = "") -> Any:
    case = _whole(request, pk)
    return Status(
        201,
        actions.add_message(
            actor=request.user, now=time.now(), case=case, key=key_of(request, key), **body.dict()
        ),
    )


@router.post("/{int:pk}/steps/{code}", response=CaseOut, auth=WRITE, summary="Complete an open step")
def step(request: HttpRequest, pk: int, code: str, body: StepIn, key: Key = "") -> Any:
    case = _whole(request, pk)
    actions.complete_step(
        actor=request.user,
        now=time.now(),
        case=case,
        step=code,
        answers=body.answers,
        key=key_of(request, key),
    )
    return _whole(request, pk)


def _whole(request: HttpRequest, pk: int) -> Case:
    cases = (
        Case.objects.visible_to(request.user)
        .select_related("estate", "unit__building")
        .prefetch_related("steps")
    )
    return get_object_or_404(cases, pk=pk)


def _filtered(cases: Any, filters: CaseFilters) -> Any:
    if filters.state:
        cases = cases.filter(state=filters.state)
    if filters.estate:
        cases = cases.filter(estate__code=filters.estate)
    if filters.procedure:
        cases = cases.filter(procedure=filters.procedure)
    if filters.late:
        cases = cases.late(now=time.now())
    if filters.opened_from:
        cases = cases.filter(opened_at__gte=filters.opened_from)
    if filters.opened_to:
        cases = cases.filter(opened_at__lt=filters.opened_to)
    return cases.filter(pk__in=matching(CASE, filters.q)) if filters.q else cases
