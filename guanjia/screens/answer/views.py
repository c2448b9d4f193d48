"""One page for the customer: what was done, stars, satisfied or not, words. Acts as the link's company."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.answer.forms import HouseholdForm, OpinionForm
from guanjia.screens.answer.pace import is_too_fast
from guanjia.work.cases.models import Case
from guanjia.work.followups import links, queries
from guanjia.work.followups.tokens import BadLink, parts_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Signed tokens are read without the database, so a forged one costs nothing."""
    if is_too_fast(request):
        return _calm(request, _("操作太频繁了，请过一分钟再打开"), status=429)
    try:
        with acting_as(system(parts_of(token)[0])):
            return _answer(request, token)
    except BadLink as bad:
        return _calm(request, str(bad), status=404)


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    link = links.link_of(token)
    if link.used_at or link.followup.state == "answered":
        return _calm(request, _("您的评价已经收到，谢谢！"), good=True, link=link)
    if not link.is_usable(now=time.now()):
        return _calm(request, _("这个链接已过期。如还有问题，请致电服务中心。"), status=410, link=link)
    case = link.followup.case
    form = (OpinionForm if case else HouseholdForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            links.answer_by_link(token=token, now=time.now(), **form.cleaned_data)
        except Refused as no:
            return _calm(request, str(no), status=409, link=link)
        return _calm(request, _thanks(case, form.cleaned_data["satisfied"]), good=True, link=link)
    result = queries.result_of(case) if case else ""
    context = {"form": form, "case": case, "estate": link.estate, "result": result}
    return render(request, "answer/answer.html", context)


def _thanks(case: Case | None, satisfied: bool) -> str:
    if satisfied:
        return _("谢谢您的评价！")
    if case:
        return _("收到，我们马上安排再次处理，会有同事与您联系。")
    return _("收到，已为您登记，会有同事与您联系。")


def _calm(
    request: HttpRequest,
    text: str,
    *,
    status: int = 200,
    good: bool = False,
    link: links.LinkToken | None = None,
) -> HttpResponse:
    hotline = ""
    if link is not None:
        estate = link.estate
        hotline = estate.hotline or estate.company.hotline
    return render(
        request, "answer/calm.html", {"text": text, "good": good, "hotline": hotline}, status=status
    )
