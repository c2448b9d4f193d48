"""A refusal that no view caught becomes a calm page, or for htmx a sentence that the page shows as a toast."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import sync_only_middleware

from guanjia.kernel.errors import Forbidden, Refused


@sync_only_middleware
class Refusals:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        signed_out = response.status_code == 302 and not request.user.is_authenticated
        if signed_out and request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, Refused):
            return None
        status = 403 if isinstance(fault, Forbidden) else 409
        if request.headers.get("HX-Request"):
            return HttpResponse(str(fault), status=status, content_type="text/plain; charset=utf-8")
        return render(request, "ui/refused.html", {"text": str(fault), "status": status}, status=status)
