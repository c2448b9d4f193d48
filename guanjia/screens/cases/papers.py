"""The papers of a case in print, and the registers of a procedure over a period."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanjia.engine.clock.models import Clock
from guanjia.engine.paper.render import references, render_listing, render_paper
from guanjia.engine.sop import latest
from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shown import masked_phone
from guanjia.kernel import time
from guanjia.screens.cases.queries import case_for
from guanjia.work.cases.facts import facts_of, procedure_of
from guanjia.work.cases.models import Case
from guanjia.work.cases.naming import names_of

ROWS = 2_000


@require_GET
@needs("cases.view")
def paper(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """One controlled form, filled in as far as the case has got."""
    case = case_for(request.user, pk)
    wanted = next((one for one in procedure_of(case).papers if one.number == number), None) if case else None
    if case is None or wanted is None:
        raise Http404
    facts = {**printed_facts(case), **order_facts(case)}
    images: dict[str, list[str]] = {}
    for one in case.attachments.all():
        images.setdefault(one.kind, []).append(reverse("cases:attachment", args=[one.pk]))
    context = render_paper(
        wanted, facts, names=names_of(references(wanted.fields, facts)), images=images,
        organisation=case.estate.name, qr_url=request.build_absolute_uri(reverse("cases:case", args=[pk])),
        size=request.GET.get("size", ""),
    )  # fmt: skip
    return render(request, "paper/paper.html", context)


@require_GET
@needs("overview.view")
def register_book(request: HttpRequest, procedure: str, number: str) -> HttpResponse:
    """A listing paper: the matters of a period (`from`, `to`; this month when left out), one row each."""
    try:
        spec = latest(procedure)
    except KeyError:
        raise Http404 from None
    wanted = next((one for one in spec.papers if one.number == number and one.listing), None)
    if wanted is None:
        raise Http404
    first, last = period(request)
    cases = _matters(request, procedure, first, last)
    if wanted.rows:
        before = _matters(
            request, procedure, first - (last - first) - timedelta(days=1), first - timedelta(days=1)
        )
        rows = list(wanted.rows(cases, before))
    else:
        rows = [printed_facts(case) for case in cases[:ROWS]]
    context = render_listing(wanted, rows, period=f"{first} — {last}", size=request.GET.get("size", ""))
    return render(request, "paper/listing.html", context)


def printed_facts(case: Case) -> dict[str, Any]:
    """What papers print of a case, besides what was filled in; phones masked."""
    caller = case.customer.name if case.customer else case.caller_name
    head = {
        "number": case.number, "title": case.title, "where": case.where, "words": case.words, "complaint": case.words,
        "caller": " ".join(filter(None, (caller, masked_phone(case.caller_phone)))), "opened_at": case.opened_at,
        "closed_at": case.closed_at, "cycle": case.cycle,
        "department": case.department.name if case.department else "",
        "limit": case.next_due_at and timezone.localtime(case.next_due_at).strftime("%Y-%m-%d %H:%M"),
    }  # fmt: skip
    return {
        **facts_of(case),
        **head,
        **{code: value for code, value in case.answers.items() if code not in head},
    }


def order_facts(case: Case) -> dict[str, Any]:
    """Who does the work and by when, for the paper that goes out with him. Nothing for a case without orders."""
    order = case.orders.select_related("department", "technician", "contractor").order_by("-pk").first()
    if order is None:
        return {}
    clock = Clock.objects.of(case).filter(metric="finish").order_by("-cycle", "-pk").first()
    firm = order.contractor
    who = [firm.name, firm.contact, firm.phone] if firm else [order.department, order.technician]
    due = order.promised_until or (clock and clock.due_at)
    limit = f"{timezone.localtime(due):%Y-%m-%d %H:%M}" if due else ""
    if clock and not due:
        limit = _("%(hours)g 小时") % {"hours": round(clock.target_seconds / 3600, 1)}
    return {"order": " / ".join(str(one) for one in who if one), "limit": limit}


def period(request: HttpRequest) -> tuple[date, date]:
    """The asked days, both included."""
    today = timezone.localtime(time.now()).date()
    try:
        first = date.fromisoformat(request.GET.get("from", ""))
        last = date.fromisoformat(request.GET.get("to", ""))
    except ValueError:
        first, last = today.replace(day=1), today
    return first, last


def _matters(request: HttpRequest, procedure: str, first: date, last: date) -> Any:
    start = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), datetime.min.time()))
    cases = Case.objects.visible_to(request.user).filter(
        procedure=procedure, opened_at__gte=start, opened_at__lt=end
    )
    if estate := shell.chosen_estate_id(request):
        cases = cases.filter(estate_id=estate)
    return cases.select_related("estate", "unit__building", "customer", "department").order_by("opened_at")
