"""The papers of a case in print: a sheet for each time it was filled in."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guanjia.engine.access.actor import may
from guanjia.engine.clock.models import Clock
from guanjia.engine.paper.render import references, render_paper
from guanjia.engine.sop.fields import Paper
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shown import masked_phone
from guanjia.kernel.time import now
from guanjia.screens.cases.queries import case_for
from guanjia.work.cases.actions import reveal_answers
from guanjia.work.cases.facts import facts_of, is_private, procedure_of
from guanjia.work.cases.models import Case
from guanjia.work.cases.naming import names_of
from guanjia.work.cases.sheets import Sheet, asked_of, sheets_of


@require_http_methods(["GET", "POST"])
@needs("cases.view")
def paper(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """One controlled form, filled in as far as the case has got; `sheet` 1 is the first that was filled in.

    Numbers of people are masked. A POST prints them whole, for who may see them, and is written down.
    """
    case, whole = case_for(request.user, pk), request.method == "POST"
    wanted = next((one for one in procedure_of(case).papers if one.number == number), None) if case else None
    if case is None or wanted is None:
        raise Http404
    asked = asked_of(wanted, procedure_of(case))
    sheets = sheets_of(wanted, procedure_of(case), case.steps.all())
    chosen = _chosen(request, sheets)
    facts, files = {**printed_facts(case), **order_facts(case)}, list(case.attachments.all())
    if chosen:
        facts, files = chosen.answers(facts, set().union(*asked.values())), chosen.attached(files)
    images: dict[str, list[str]] = {}
    shown = [one for one in files if whole or not is_private(case, one.kind)]
    for one in shown:
        images.setdefault(one.kind, []).append(reverse("cases:attachment", args=[one.pk]))
    hidden = {one.code for one in wanted.fields if one.sensitive and facts.get(one.code)}
    private = not whole and (hidden or len(shown) < len(files))
    if whole:
        reveal_answers(actor=request.user, now=now(), case=case)
        wanted = _unmasked(wanted)
    context = render_paper(
        wanted, facts, names=names_of(references(wanted.fields, facts)), images=images,
        organisation=case.estate.name, qr_url=request.build_absolute_uri(reverse("cases:case", args=[pk])),
        size=request.GET.get("size", ""),
    )  # fmt: skip
    context |= {"sheets": sheets, "chosen": chosen, "private": private and may(request.user, "phones.reveal")}
    return render(request, "paper/paper.html", context)


def _unmasked(paper: Paper) -> Paper:
    return replace(paper, fields=[replace(one, sensitive=False) for one in paper.fields])


def _chosen(request: HttpRequest, sheets: Any) -> Sheet | None:
    """The sheet asked for, else the newest."""
    asked = request.GET.get("sheet", "")
    at = int(asked) if asked.isdecimal() else len(sheets)
    return sheets[at - 1] if 0 < at <= len(sheets) else None


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
