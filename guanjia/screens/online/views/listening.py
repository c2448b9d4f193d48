"""What providers call, and the simulated provider's own page (the demo's alone)."""

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.opening import providers
from guanjia.channels.wallets.simulator import trades
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.work.online.actions import take_notify
from guanjia.work.online.queries import is_company


@csrf_exempt
@require_POST
def notify(request: HttpRequest, provider: str, company: int) -> HttpResponse:
    """Answers as the provider expects; nothing is believed that it did not sign."""
    if provider not in providers() or not is_company(company):
        raise Http404
    with acting_as(system(company)):
        answer = take_notify(
            provider=provider, company_id=company, headers=request.headers, body=request.body, now=time.now()
        )
    return HttpResponse(answer.body, status=answer.status, content_type=answer.kind)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def simulator(request: HttpRequest, token: str) -> HttpResponse:
    """Where the demo's QR codes lead: press pay, and the simulated provider tells us, or (lost) does not."""
    if not settings.DEMO:
        raise Http404
    try:
        company_id, pk = trades.trade_of(token)
    except (signing.BadSignature, ValueError) as forged:
        raise Http404 from forged
    us = system(company_id)
    with acting_as(us):
        trade, refused = get_object_or_404(SimulatedTrade.objects.visible_to(us), pk=pk), False
        if request.method == "POST":
            try:
                trade = _pay(trade, is_told="lost" not in request.POST)
            except trades.No:
                refused = True
        context = {"trade": trade, "refused": refused, "provider": providers()[trade.provider]}
        return render(request, "online_pages/simulator.html", context)


def _pay(trade: SimulatedTrade, *, is_told: bool) -> SimulatedTrade:
    now = time.now()
    trade = trades.pay(trade, now=now)
    if is_told:
        from guanjia.channels.wallets.simulator.opening import notice_of

        headers, body = notice_of(trade, now=now)
        take_notify(provider=trade.provider, company_id=trade.company_id, headers=headers, body=body, now=now)
    return trade
