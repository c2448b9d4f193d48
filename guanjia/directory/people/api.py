"""Homes and customers for programs; phones stay masked."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from guanjia.directory.people.models import Customer, Phone
from guanjia.directory.places.models import Unit
from guanjia.engine.access import require
from guanjia.engine.api.auth import TokenAuth
from guanjia.engine.search.index import CUSTOMER, UNIT, find
from guanjia.kernel import phone

router, prefix = Router(), "/directory"
READ = TokenAuth("directory:read")


class UnitOut(Schema):
    id: int
    estate: str
    key: str
    address: str
    kind: str
    status: str


class CustomerOut(Schema):
    id: int
    name: str
    kind: str
    phones: list[str] = Field(description="Masked, the first is the usual one")


class Found(Schema):
    units: list[UnitOut]
    customers: list[CustomerOut]


class Asked(Schema):
    q: str = Field(
        min_length=1, max_length=80, description="Room, name, pinyin or its initials, or part of a phone"
    )
    limit: int = Field(20, ge=1, le=50)


@router.get("/search", response=Found, auth=READ, summary="Find units and customers")
def search(request: HttpRequest, asked: Query[Asked]) -> Any:
    require(request.user, "directory.view")
    require(request.user, "search.use")
    hits = find(asked.q, (UNIT, CUSTOMER), asked.limit)
    units = Unit.objects.visible_to(request.user).filter(pk__in=_ids(hits, UNIT), retired_at=None)
    phones = Phone.objects.visible_to(request.user).filter(retired_at=None).order_by("-is_primary", "pk")
    people = Customer.objects.visible_to(request.user).filter(pk__in=_ids(hits, CUSTOMER), retired_at=None)
    return {
        "units": [_unit(one) for one in units.select_related("building", "estate").order_by("-pk")],
        "customers": [
            _customer(one) for one in people.prefetch_related(Prefetch("phones", phones)).order_by("-pk")
        ],
    }


def _ids(hits: list[Any], kind: str) -> list[int]:
    return [hit.object_id for hit in hits if hit.kind == kind]


def _unit(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.pk, "estate": unit.estate.code, "key": unit.key, "address": unit.spoken_address,
        "kind": unit.kind, "status": unit.status,
    }  # fmt: skip


def _customer(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.pk, "name": customer.name, "kind": customer.kind,
        "phones": [phone.mask(one.number) for one in customer.phones.all()],
    }  # fmt: skip
