"""Shifts: open with the float, close with a count, sign for what was handed over; takings to the bank."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.paper.render import SIZES
from guanjia.engine.params.values import value
from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.cashier import queries
from guanjia.screens.cashier.actions import hand_over
from guanjia.screens.cashier.forms.shifts import BankForm, CloseForm, OpenForm
from guanjia.screens.cashier.lists import SHIFTS
from guanjia.screens.cashier.views.saving import attempt, carry_out, one_form
from guanjia.screens.cashier.words import means_said
from guanjia.work.cashier import actions
from guanjia.work.cashier.models import CashSession, Till
from guanjia.work.cashier.queries import left_open, session_report
from guanjia.work.cashier.rules import LONGEST_SHIFT

VIEW, SHIFT, SUPERVISE = "money.view", "cash.shift", "cash.supervise"
RECEIVERS = (SHIFT, SUPERVISE)


@require_GET
@needs(VIEW)
def listing(request: HttpRequest) -> HttpResponse:
    """Every shift; those left open for more than a day are marked and said above the list."""
    rows = queries.with_drawer(CashSession.objects.visible_to(request.user))
    left = left_open(request.user, now=time.now())[:5]
    context = {"left": left, "may_bank": SHIFT in request.user.permissions}
    return SHIFTS.respond(request, rows, template="cashier/shifts.html", context=context)


@needs(SHIFT)
def open_shift(request: HttpRequest) -> HttpResponse:
    """Who has a shift already, is taken to it."""
    if request.method == "GET" and (session := queries.running(request.user)):
        messages.info(request, _("您已经开班，交班以后才能再开"))
        return redirect("cashier:shift", session.pk)
    tills = _tills(request)
    form = OpenForm(request.POST or None, tills=tills, usual=_usual_float(tills, time.now()))

    def save(till: Till, float: Decimal, key: str) -> None:
        actions.open_session(actor=request.user, now=time.now(), till=till, float=float, key=key)

    if attempt(request, form, save):
        messages.success(request, _("已开班，可以收款了"))
        return redirect("cashier:desk")
    context = {"form": form, "tills": tills}
    return render(request, "cashier/open.html", context, status=422 if form.errors else 200)


@require_GET
@needs(VIEW)
def shift(request: HttpRequest, pk: int) -> HttpResponse:
    """One shift: its daily report so far, and what can be done now."""
    return render(request, "cashier/shift.html", _about(request, _found(request, pk)))


@require_GET
@needs(VIEW)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The daily report (收银日报), which both sign."""
    session = _found(request, pk)
    size = request.GET.get("size", "")
    context = _about(request, session) | {
        "size": size if size in SIZES else "a4",
        "paper_sizes": [("a4", "A4"), ("a5", "A5")],
        "document": {"title": _("收银日报"), "number": session.number, "organisation": session.estate.name},
        "signatures": [_("交班人"), _("接班人")],
    }
    return render(request, "cashier/shift_paper.html", context)


@needs(VIEW)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the drawer and hand it over; a supervisor does it for somebody who forgot."""
    session = _found(request, pk)
    if not _may_close(request, session):
        return redirect("cashier:shift", pk)
    people = queries.holders(request.user, session.estate_id, RECEIVERS).exclude(pk=session.cashier_id)
    form = CloseForm(request.POST or None, people=people)
    if form.is_bound and form.is_valid() and _closed(request, session, form):
        messages.success(request, _("已交班。请打印收银日报，双方签字"))
        return redirect("cashier:shift", pk)
    context = _about(request, session) | {"form": form}
    return render(request, "cashier/close.html", context, status=422 if form.errors else 200)


@require_POST
@needs(VIEW)
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    session = _found(request, pk)
    return carry_out(
        request, lambda: actions.receive_handover(actor=request.user, now=time.now(), session=session),
        said=_("已签收班次 %(n)s 的现金") % {"n": session.number}, back=reverse("cashier:shift", args=[pk]),
    )  # fmt: skip


@needs(SHIFT)
def bank(request: HttpRequest) -> HttpResponse:
    form = BankForm(request.POST or None, tills=_tills(request))

    def save(**said: Any) -> None:
        actions.bank_takings(actor=request.user, now=time.now(), **said)

    return one_form(
        request, form, save, title=_("现金存行"), back=reverse("cashier:shifts"), said=_("已记账：现金存入银行"),
        about=_("交班上交的现金放在保险柜“待存行”；存入银行后在这里登记，凭回单记账。"),
    )  # fmt: skip


def _closed(request: HttpRequest, session: CashSession, form: CloseForm) -> bool:
    said = form.cleaned_data
    try:
        hand_over(
            actor=request.user, now=time.now(), session=session, counts=form.counts(), to=said["to"],
            explanation=said["explanation"],
        )  # fmt: skip
    except Refused as no:
        form.add_error(no.field if no.field in form.fields else None, str(no))
        return False
    return True


def _found(request: HttpRequest, pk: int) -> CashSession:
    return get_object_or_404(queries.with_drawer(CashSession.objects.visible_to(request.user)), pk=pk)


def _tills(request: HttpRequest) -> QuerySet[Till]:
    rows = Till.objects.visible_to(request.user).filter(retired_at=None).select_related("estate")
    estate_id = shell.chosen_estate_id(request)
    return rows.filter(estate=estate_id) if estate_id else rows


def _usual_float(tills: QuerySet[Till], now: datetime) -> Decimal:
    first = tills.first()
    return Decimal(value("cashier.float", estate=first.estate, now=now)) / 100 if first else Decimal(0)


def _may_close(request: HttpRequest, session: CashSession) -> bool:
    own = session.cashier_id == request.user.pk and SHIFT in request.user.permissions
    return session.closed_at is None and (own or SUPERVISE in request.user.permissions)


def _about(request: HttpRequest, session: CashSession) -> dict[str, Any]:
    report = session_report(session)
    return {
        "session": session,
        "report": report,
        "means": [(means_said(row["means"]), row) for row in report.means],
        "counts": sorted(
            ((Decimal(note), number) for note, number in session.counts.items() if number), reverse=True
        ),
        "may_close": _may_close(request, session),
        "may_sign": session.closed_at and not session.received_at and session.handed_to_id == request.user.pk,
        "is_left": session.closed_at is None and session.opened_at < time.now() - LONGEST_SHIFT,
    }
