"""The list behind the bell."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.notify import actions
from guanjia.engine.notify.models import Notification
from guanjia.engine.ui.guards import signed_in
from guanjia.engine.ui.keyset import Order
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time

SHOWN = 50


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """My notices, newest first; older ones page by page."""
    mine = Notification.objects.visible_to(me := signed_in(request)).filter(staff_id=me.pk)
    if request.GET.get("unread"):
        mine = mine.filter(read_at=None)
    shown = Order("at", descending=True).slice(mine, size=SHOWN, after=request.GET.get("after", ""))
    return page(request, "notify/list.html", "rows", {"page": shown})


@require_GET
@login_required
def badge(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/bell_count.html")


@require_GET
@login_required
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it points."""
    notice = get_object_or_404(Notification.objects.visible_to(signed_in(request)), pk=pk, staff=request.user)
    actions.read_notice(actor=signed_in(request), notice=notice, now=time.now())
    return redirect(notice.link or "notify:list")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    actions.read_all(actor=signed_in(request), now=time.now())
    return redirect("notify:list")
