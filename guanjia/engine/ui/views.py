"""The frame's own requests."""

import sys

import structlog
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanjia.engine.health.lost import is_database_lost
from guanjia.engine.ui import actions, shell
from guanjia.engine.ui.guards import signed_in
from guanjia.engine.ui.models import SavedView
from guanjia.engine.ui.ways import came_from
from guanjia.kernel import time


@require_POST
@login_required
def estate(request: HttpRequest) -> HttpResponse:
    """Choose the estate that screens narrow to."""
    wanted = request.POST.get("estate", "")
    shell.choose_estate(request, int(wanted) if wanted.isdecimal() else None)
    return redirect(safe_next(request))


@require_POST
@login_required
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of a list under a name."""
    given = request.POST
    actions.save_view(
        actor=signed_in(request),
        now=time.now(),
        code=given.get("list", ""),
        name=given.get("name", ""),
        query=given.get("query", ""),
        shared=given.get("shared") == "1",
    )
    messages.success(request, _("已存为常用视图“%(name)s”。") % {"name": given.get("name", "").strip()})
    return redirect(safe_next(request))


@require_POST
@login_required
def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView.objects.visible_to(signed_in(request)), pk=pk)
    actions.drop_view(actor=signed_in(request), view=view)
    return redirect(safe_next(request))


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The address in `next` when it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or default
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else default


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open since before the last sign-in (Django's CSRF check failed): how to go on."""
    if request.headers.get("HX-Request"):
        said = _("页面放得太久了，这次没有办理。请刷新页面再点一次，您填的内容还在。")
        return HttpResponse(said, status=403, content_type="text/plain; charset=utf-8")
    return render(request, "403_csrf.html", {"back": came_from(request)}, status=403)


def broken_page(request: HttpRequest) -> HttpResponse:
    """Something of ours failed (Django's handler500): calm words, and the number under which the log has the rest.

    Drawn without the request: who is signed in could not be asked when it is the database that failed.
    """
    lost = is_database_lost(sys.exception())
    number = structlog.contextvars.get_contextvars().get("request", "")
    said = {
        "code": "unavailable" if lost else "broken",
        "message": _("数据库暂时连不上，这次没有办成。请过一分钟再试。（编号 %s）") % number
        if lost
        else _("系统出错了，这次没有办成。请稍后再试；再不行请把编号 %s 告诉系统管理员。") % number,
    }
    status = 503 if lost else 500
    if request.headers.get("HX-Request"):
        return HttpResponse(said["message"], status=status, content_type="text/plain; charset=utf-8")
    if "text/html" not in request.headers.get("Accept", ""):
        return JsonResponse({**said, "request": number}, status=status)
    return HttpResponse(render_to_string(f"{status}.html", {"number": number}), status=status)
