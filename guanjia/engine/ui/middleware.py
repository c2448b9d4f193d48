"""A refusal that no view caught becomes a calm page, or for htmx a sentence that the page shows as a toast.

Nobody is left before a blank page either: whose session ended in the middle of a form comes back to the form, and who
opens the address of a button comes to the page that has it. What no table can hold (a NUL, a date in the year 10000,
a number of five thousand digits) is a refusal too.
"""

from collections.abc import Callable

import structlog
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import sync_only_middleware
from django.utils.translation import gettext as _

from guanjia.engine.ui.unreadable import (
    disk_full,
    file_lost,
    is_disk_full,
    is_unreadable,
    unreadable,
)  # fmt: skip
from guanjia.engine.ui.ways import above, came_from
from guanjia.kernel.errors import Forbidden, Refused

log = structlog.get_logger("guanjia.web")


@sync_only_middleware
class Refusals:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and _is_typed(request):
            messages.info(request, _("这个地址只供按钮使用，不能直接打开；已回到相关页面，什么都没有改动。"))
            return redirect(above(request.path))
        if response.status_code == 302 and not request.user.is_authenticated:
            return _signed_out(request, response)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if is_unreadable(fault):
            log.warning("unreadable", path=request.path, exc_info=fault)
            return _refused(request, unreadable(), 400)
        if is_disk_full(fault):
            log.error("disk full", path=request.path, exc_info=fault)
            return _refused(request, disk_full(), 507)
        if isinstance(fault, FileNotFoundError):
            log.error("file lost", path=request.path, exc_info=fault)
            return _refused(request, file_lost(), 404)
        if not isinstance(fault, Refused):
            return None
        return _refused(request, str(fault), 403 if isinstance(fault, Forbidden) else 409)


def _refused(request: HttpRequest, text: str, status: int) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    return render(request, "ui/refused.html", {"text": text, "status": status}, status=status)


def _is_typed(request: HttpRequest) -> bool:
    """Whether a person opened this address in a browser; programs are told 405 as ever."""
    return request.method == "GET" and "text/html" in request.headers.get("Accept", "")


def _signed_out(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """htmx is told; a form that was sent without a session is not the page to come back to, but its own page is."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    to_login = response["Location"].startswith("/login/?")
    if request.method != "POST" or not to_login:
        return response
    messages.warning(request, _("登录已过期，刚才的没有办理。重新登录后回到原来的页面，您填的内容还在。"))
    return redirect_to_login(came_from(request) or above(request.path))
