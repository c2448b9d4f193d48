"""The API: every app's `api.py` under `/api/v1`, with the refusals of the screens as problems."""

from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI

from guanjia.config import discovery
from guanjia.engine.ui.unreadable import is_unreadable, unreadable
from guanjia.kernel.errors import Forbidden, Refused

api = NinjaAPI(
    title="Guanjia API",
    version="1",
    description=(
        "The API does what the screens do: same actions, same rights, same refusals. Send "
        "`Authorization: Bearer gj_…` (`guanjia token create LOGIN --scope cases:read`). Creating operations take an "
        "`Idempotency-Key` header: the same key gives the first result again."
    ),
    urls_namespace="api",
    docs_url="docs",
)
for module in discovery.modules("api"):
    api.add_router(module.prefix, module.router, tags=[module.prefix.strip("/")])


@api.exception_handler(Refused)
def refused(request: HttpRequest, no: Refused) -> HttpResponse:
    status = 403 if isinstance(no, Forbidden) else 409
    return api.create_response(
        request, {"code": no.code, "message": str(no), "field": no.field}, status=status
    )


@api.exception_handler(DataError)
@api.exception_handler(OverflowError)
@api.exception_handler(ValueError)
def beyond(request: HttpRequest, fault: Exception) -> HttpResponse:
    """What no table can hold. Everything else is a fault of ours, and stays one."""
    if not is_unreadable(fault):
        raise fault
    return api.create_response(
        request, {"code": "unreadable", "message": unreadable(), "field": None}, status=422
    )


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(
        request, {"code": "not_found", "message": "找不到，或您无权查看", "field": None}, status=404
    )
