"""Work orders for programs."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, ModelSchema, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AwareDatetime, Field

from guanjia.directory.team.models import Department, Staff
from guanjia.engine.access import require
from guanjia.engine.api.auth import TokenAuth
from guanjia.engine.api.keys import Key, key_of
from guanjia.engine.ui.guards import signed_in
from guanjia.kernel import time
from guanjia.work.cases.models import Case
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import OrderPhoto, WorkOrder

router, prefix = Router(), "/orders"
READ, WRITE = TokenAuth("cases:read"), TokenAuth("orders:write")
PhotoKind = OrderPhoto.Kind


class OrderOut(ModelSchema):
    case_id: int
    department_id: int | None
    technician_id: int | None
    technician: str
    contractor: str = ""

    class Meta:
        model = WorkOrder
        fields = [
            "id", "number", "kind", "task", "state", "executor", "sent_at", "promised_until",
            "appointed_from", "appointed_until", "created_at", "assigned_at",
            "accepted_at", "done_at", "cancelled_at", "outcome", "version",
        ]  # fmt: skip

    @staticmethod
    def resolve_contractor(order: WorkOrder) -> str:
        return order.contractor.name if order.contractor else ""

    @staticmethod
    def resolve_technician(order: WorkOrder) -> str:
        return order.technician.name if order.technician else ""


class OrderPage(Schema):
    items: list[OrderOut]
    next: int | None = Field(description="Give it as `before` to go on; null at the end")


class OrderFilters(Schema):
    state: WorkOrder.State | None = None
    estate: str | None = None
    case: int | None = None
    technician: int | None = None
    before: int | None = None
    limit: int = Field(50, ge=1, le=200)


class OrderIn(Schema):
    """A further order for a case. Without technician and department it goes to the pool of all."""

    case: int
    task: str = Field(min_length=1, max_length=200)
    kind: WorkOrder.Kind = WorkOrder.Kind.HOME
    technician: int | None = None
    department: int | None = None


class AssignIn(Schema):
    """To a technician, or to a department's pool. `version` is the one that was read: 409 when somebody was faster."""

    technician: int | None = None
    department: int | None = None
    reason: str = Field("", max_length=200)
    version: int | None = None


class CompleteIn(Schema):
    """`result`: fixed, contractor or declined; `pay`: free, on_spot or charged; `done_at`: when it really was done."""

    outcome: str = Field(min_length=1, max_length=1000)
    result: str = "fixed"
    fault: str = Field("", max_length=200)
    pay: str = ""
    done_at: AwareDatetime | None = None


@router.get("", response=OrderPage, auth=READ, summary="List orders, newest first")
def listing(request: HttpRequest, filters: Query[OrderFilters]) -> Any:
    require(signed_in(request), "cases.view")
    wanted = {
        "state": filters.state, "estate__code": filters.estate, "case_id": filters.case,
        "technician_id": filters.technician, "pk__lt": filters.before,
    }  # fmt: skip
    orders = WorkOrder.objects.visible_to(signed_in(request)).filter(
        **{field: value for field, value in wanted.items() if value is not None}
    )
    rows = list(orders.select_related("technician", "contractor").order_by("-pk")[: filters.limit + 1])
    more = len(rows) > filters.limit
    return {"items": rows[: filters.limit], "next": rows[filters.limit - 1].pk if more else None}


@router.get("/{int:pk}", response=OrderOut, auth=READ, summary="Read one order")
def read(request: HttpRequest, pk: int) -> Any:
    require(signed_in(request), "cases.view")
    return _order(request, pk)


@router.post("", response={201: OrderOut}, auth=WRITE, summary="Dispatch: a new order for a case")
def create(request: HttpRequest, body: OrderIn, key: Key = "") -> Any:
    case = get_object_or_404(Case.objects.visible_to(signed_in(request)), pk=body.case)
    made = actions.create_order(
        actor=signed_in(request), now=time.now(), case=case, task=body.task, kind=body.kind, key=key_of(request, key),
        **_receiver(request, body),
    )  # fmt: skip
    return Status(201, _order(request, made.pk))


@router.post("/{int:pk}/assign", response=OrderOut, auth=WRITE, summary="Give an order to somebody")
def assign(request: HttpRequest, pk: int, body: AssignIn, key: Key = "") -> Any:
    order = _order(request, pk)
    actions.give_order(
        order=order, actor=signed_in(request), now=time.now(), key=key_of(request, key),
        reason=body.reason, seen_version=body.version,
        **_receiver(request, body),
    )  # fmt: skip
    return _order(request, pk)


@router.post("/{int:pk}/accept", response=OrderOut, auth=WRITE, summary="The technician takes the order")
def accept(request: HttpRequest, pk: int, key: Key = "") -> Any:
    actions.accept_order(
        order=_order(request, pk), actor=signed_in(request), now=time.now(), key=key_of(request, key)
    )
    return _order(request, pk)


@router.post("/{int:pk}/arrive", response=OrderOut, auth=WRITE, summary="The technician is at the place")
def arrive(request: HttpRequest, pk: int, key: Key = "") -> Any:
    actions.arrive(
        order=_order(request, pk), actor=signed_in(request), now=time.now(), key=key_of(request, key)
    )
    return _order(request, pk)


@router.post("/{int:pk}/photos", response=OrderOut, auth=WRITE, summary="Add a photo or the signature")
def photo(
    request: HttpRequest, pk: int, file: File[UploadedFile], kind: Form[PhotoKind], key: Key = ""
) -> Any:
    actions.add_photo(
        order=_order(request, pk),
        actor=signed_in(request),
        now=time.now(),
        key=key_of(request, key),
        kind=kind,
        upload=file,
    )
    return _order(request, pk)


@router.post("/{int:pk}/complete", response=OrderOut, auth=WRITE, summary="Report an order as done")
def complete(request: HttpRequest, pk: int, body: CompleteIn, key: Key = "") -> Any:
    order = _order(request, pk)
    actions.complete_order(
        order=order, actor=signed_in(request), now=time.now(), key=key_of(request, key), **body.dict()
    )
    return _order(request, pk)


def _order(request: HttpRequest, pk: int) -> WorkOrder:
    return get_object_or_404(
        WorkOrder.objects.visible_to(signed_in(request)).select_related("technician", "contractor"), pk=pk
    )


def _receiver(request: HttpRequest, body: OrderIn | AssignIn) -> dict[str, Any]:
    """The people and departments that were named, if the caller may see them."""
    found: dict[str, Any] = {"technician": None, "department": None}
    if body.technician:
        found["technician"] = get_object_or_404(
            Staff.objects.visible_to(signed_in(request)), pk=body.technician, is_active=True
        )
    if body.department:
        found["department"] = get_object_or_404(
            Department.objects.visible_to(signed_in(request)), pk=body.department
        )
    return found
