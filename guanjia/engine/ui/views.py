"""The frame's own requests."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from guanjia.engine.ui import shell


@require_POST
@login_required
def estate(request: HttpRequest) -> HttpResponse:
    """Choose the estate that screens narrow to."""
    wanted = request.POST.get("estate", "")
    shell.choose_estate(request, int(wanted) if wanted.isdigit() else None)
    return redirect(safe_next(request))


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The address in `next` when it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or default
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else default
