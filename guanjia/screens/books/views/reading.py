"""Trial balance, journal, account sheets: every number leads to the entries, and they to the charge or receipt."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.screens.books.forms import BooksForm
from guanjia.screens.books.lists import JOURNAL, TRANSFERS, journal_of
from guanjia.screens.books.queries import history_of, sides_of, transfers_of
from guanjia.screens.books.views.frame import SEE, chosen, found
from guanjia.screens.books.workbook import trial_workbook
from guanjia.work.books.kinds import documents, kind_label
from guanjia.work.ledger.models import Account, Charge, Entry
from guanjia.work.ledger.queries import TrialBalance, account_sheet, trial_balance
from guanjia.work.ledger.rules import CHART, POINTS, YUAN

MANY = 2000


@require_GET
@needs(SEE)
def trial(request: HttpRequest) -> HttpResponse:
    """The trial balance of a period; `?kind=` shows each account of one kind, `?currency=PTS` the points."""
    form = chosen(request)
    return page(
        request, "books/trial.html", "table", {**_trial(request, form), "form": form, "here": "trial"}
    )


@require_GET
@needs(SEE)
def trial_print(request: HttpRequest) -> HttpResponse:
    """The same on A4."""
    form = chosen(request)
    names = form.chosen[0].name if len(form.chosen) == 1 else request.user.company
    context = {
        **_trial(request, form), "size": request.GET.get("size", ""), "now": time.now(),
        "document": {"title": _("科目余额表"), "organisation": names}, "signatures": [_("制表"), _("审核")],
    }  # fmt: skip
    return render(request, "books/trial_print.html", context)


@require_GET
@needs("export.lists")
def trial_export(request: HttpRequest) -> FileResponse:
    """The same as an Excel file."""
    form = chosen(request)
    return trial_workbook(_asked(request, form), days=form.days, actor=request.user, now=time.now())


def _trial(request: HttpRequest, form: BooksForm) -> dict:
    since, until = form.days
    return {
        "trial": _asked(request, form), "since": since, "until": until, "query": form.query,
        "kind": request.GET.get("kind", ""), "points": request.GET.get("currency") == POINTS,
        "names": {one.pk: one.name for one in form.estates}, "several": len(form.chosen) > 1,
    }  # fmt: skip


def _asked(request: HttpRequest, form: BooksForm) -> TrialBalance:
    since, until = form.days
    kind = request.GET.get("kind", "")
    kind = kind if kind in CHART else ""
    currency = POINTS if request.GET.get("currency") == POINTS else YUAN
    ids = [one.pk for one in form.chosen]
    if kind:
        currency = CHART[kind].currency
    return trial_balance(
        ids, since=since, until=until, currency=currency, kind=kind, most=MANY if kind else 0
    )


@require_GET
@needs(SEE)
def journal(request: HttpRequest) -> HttpResponseBase:
    """Entries in order of their days."""
    return JOURNAL.respond(
        request, journal_of(request), template="books/journal.html", context={"here": "journal"}
    )


@require_GET
@needs(SEE)
def entry(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One entry: what it did to which accounts, for which charges, and the papers behind it."""
    here = found(request, Entry, pk, "estate", "reverses", "reversed_by")
    context = {
        "entry": here, "kind": kind_label(here.kind), "sides": sides_of(here), "documents": list(documents(here)),
        "reversed_by": getattr(here, "reversed_by", None),
    }  # fmt: skip
    return TRANSFERS.respond(
        request, transfers_of(request.user, here), template="books/entry.html", context=context
    )


@require_GET
@needs(SEE)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """An account's movements with running balance."""
    here, form = found(request, Account, pk, "estate"), chosen(request)
    since, until = form.days
    lines = account_sheet(here, since=since, until=until, after=request.GET.get("after", ""))
    context = {"account": here, "sheet": lines, "form": form, "since": since, "until": until}
    return page(request, "books/account.html", "lines", context)


@require_GET
@needs(SEE)
def charge(request: HttpRequest, pk: int) -> HttpResponse:
    """A charge: how it was reckoned, who owes it, and all that was posted about it."""
    here = found(request, Charge, pk, "tariff", "unit__building", "customer", "estate")
    context = {"charge": here, "history": history_of(request.user, here)}
    return page(request, "books/charge.html", "", context)
