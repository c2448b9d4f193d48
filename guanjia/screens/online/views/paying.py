"""The resident's phone: what is owed, choose, pay. Acts as the company of the link."""

from collections.abc import Callable
from decimal import Decimal
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.answer.pace import is_too_fast
from guanjia.screens.online.forms import ChoiceForm
from guanjia.screens.online.masking import masked_name, masked_room
from guanjia.work.online import queries
from guanjia.work.online.actions import open_order
from guanjia.work.online.models import OnlineOrder
from guanjia.work.online.tokens import BadLink, OldLink, PayLink, read_link

ZERO = Decimal("0.00")


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Signed tokens are read without the database, so a forged one costs nothing."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: str) -> HttpResponse:
        try:
            link = read_link(token, now=time.now())
            with acting_as(system(link.company_id)):
                return view(request, token, link, **more)
        except BadLink as bad:
            return calm(request, str(bad), status=404)
        except OldLink as old:
            return calm(request, str(old), status=410)

    return opened


def calm(request: HttpRequest, text: str, *, status: int = 200) -> HttpResponse:
    return render(request, "online_pages/calm.html", {"text": text}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def choose(request: HttpRequest, token: str, link: PayLink) -> HttpResponse:
    if is_too_fast(request):
        return calm(request, _("操作太频繁了，请过一分钟再打开"), status=429)
    try:
        due = queries.due_by_link(link, now=time.now())
    except Refused as gone:
        return calm(request, str(gone), status=410)
    form = ChoiceForm(request.POST or None, company_id=link.company_id, charges=due.charges)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            order = _open(request, link, due, form)
            return redirect("online:paying", token, order.out_trade_no)
        except Refused as no:
            refused = str(no)
    return _show(request, due, form, refused)


def _open(request: HttpRequest, link: PayLink, due: queries.Due, form: ChoiceForm) -> OnlineOrder:
    """The chosen charges in full; the late fee on them goes along as quoted."""
    wanted = {each.pk for each in form.cleaned_data["charges"]}
    chosen = [each for each in due.charges if each.pk in wanted]
    return open_order(
        actor=system(link.company_id), now=time.now(), estate=due.estate, provider=form.cleaned_data["provider"],
        lines=[(each, each.outstanding) for each in chosen], late_fee=sum(map(due.late_fee, chosen), ZERO),
        customer=due.customer, unit=due.unit, key=request.POST.get("key", "")[:80],
    )  # fmt: skip


def _show(request: HttpRequest, due: queries.Due, form: ChoiceForm, refused: str) -> HttpResponse:
    chosen = set(request.POST.getlist("charges")) or {str(each.pk) for each in due.charges}
    rows = [(each, str(each.pk) in chosen, due.late_fee(each)) for each in due.charges]
    total = sum((each.outstanding + late for each, checked, late in rows if checked), ZERO)
    context = {
        "due": due, "rows": rows, "form": form, "refused": refused, "total": total,
        "name": masked_name(due.customer.name if due.customer else ""),
        "room": masked_room(due.unit.key) if due.unit else "",
        "hotline": due.estate.hotline or due.estate.company.hotline,
    }  # fmt: skip
    return render(request, "online_pages/choose.html", context, status=422 if refused or form.errors else 200)


@never_cache
@require_GET
@by_link
def order(request: HttpRequest, token: str, link: PayLink, number: str) -> HttpResponse:
    """The code to pay; asks again every few seconds until it is paid."""
    rows = OnlineOrder.objects.visible_to(system(link.company_id)).select_related("estate", "payment")
    whose = {"customer_id": link.customer_id or None, "unit_id": link.unit_id or None}
    found = get_object_or_404(rows, out_trade_no=number, estate_id=link.estate_id, **whose)
    return page(request, "online_pages/paying.html", "order", {"order": found, "token": token})
