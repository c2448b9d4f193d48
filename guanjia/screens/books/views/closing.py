"""Closing a day or a month: what is still open, who closed what, and the button."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.books.forms import ClosingForm, month_end
from guanjia.screens.books.queries import closings_of, marks_of
from guanjia.screens.books.views.frame import SEE, attempt, one_estate
from guanjia.work.books.actions import close_period
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.matters import open_matters


@needs(SEE)
def closing(request: HttpRequest) -> HttpResponse:
    """The closing page of one estate; sent, it closes."""
    here = one_estate(request)
    if here is None:
        return render(request, "books/closing.html", {"here": "closing"})
    yesterday = today(here, time.now()) - timedelta(days=1)
    form = ClosingForm(request.POST or None, initial={"kind": "day", "through": yesterday})

    def close(kind: str, through) -> object:
        return close_period(actor=request.user, now=time.now(), estate=here, kind=kind, through=through)

    if request.method == "POST" and (done := attempt(form, close)):
        messages.success(request, _("已结账至 %(day)s。") % {"day": done.through})
        return redirect(f"{reverse('books:closing')}?estate={here.pk}")
    context = {
        "here": "closing", "estate": here, "estates": shell.estates(request), "form": form,
        "closed_through": marks_of(request.user).get(here.pk), "closings": closings_of(request.user, here),
        "matters": open_matters(here, yesterday), "yesterday": yesterday,
        "last_month": month_end(yesterday.replace(day=1) - timedelta(days=1)),
    }  # fmt: skip
    return render(request, "books/closing.html", context, status=422 if form.errors else 200)
