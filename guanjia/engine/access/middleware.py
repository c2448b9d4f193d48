"""Third lock: every request runs under the row security of the person who is signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_only_middleware

from guanjia.engine.access.rowscope import enter


@sync_only_middleware
class RowScopeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        enter(request.user if request.user.is_authenticated else None)
        return self.get_response(request)
