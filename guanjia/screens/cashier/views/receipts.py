"""Receipts: the list, one of them, its paper, and what undoes it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.paper.render import SIZES
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shown import money
from guanjia.kernel import time
from guanjia.screens.cashier import queries
from guanjia.screens.cashier.forms.others import InvoiceForm, RefundForm, VoidForm
from guanjia.screens.cashier.lists import RECEIPTS
from guanjia.screens.cashier.views.saving import one_form
from guanjia.screens.cashier.words import means_said
from guanjia.work.cashier import actions
from guanjia.work.cashier.models import Payment, PaymentLine

VIEW, TAKE = "money.view", "cash.take"


@require_GET
@needs(VIEW)
def listing(request: HttpRequest) -> HttpResponse:
    rows = queries.receipts(request.user)
    if (session := request.GET.get("session", "")).isdecimal():
        rows = rows.filter(session=session)
    return RECEIPTS.respond(request, rows, template="cashier/receipts.html")


@require_GET
@needs(VIEW)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    payment = _found(request, pk)
    return render(request, "cashier/receipt.html", _about(request, payment))


@require_POST
@needs(VIEW)
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the print, then show the paper, which prints itself."""
    payment = actions.print_receipt(actor=request.user, now=time.now(), payment=_plain(request, pk))
    size = request.POST.get("size", "")
    size = size if size in SIZES else "r80"
    return redirect(reverse("cashier:receipt_paper", args=[payment.pk]) + f"?size={size}&print=1")


@require_GET
@needs(VIEW)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    payment = _found(request, pk)
    size = request.GET.get("size", "")
    context = _about(request, payment) | {
        "size": size if size in SIZES else "r80",
        "document": {
            "title": _("收款收据"), "number": payment.number, "organisation": payment.estate.company.name,
        },
    }  # fmt: skip
    return render(request, "cashier/receipt_paper.html", context)


@needs(TAKE)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    payment = _plain(request, pk)
    here = reverse("cashier:receipt", args=[pk])

    def save(reason: str) -> None:
        actions.void_payment(actor=request.user, now=time.now(), payment=payment, reason=reason)

    return one_form(
        request, VoidForm(request.POST or None), save, title=_("作废收据 %(n)s") % {"n": payment.number}, back=here,
        said=_("收据 %(n)s 已作废，费用重新变为未缴") % {"n": payment.number}, button=_("作废"),
        about=_("%(payer)s，实收 %(amount)s。作废后收据号保留，费用重新变为未缴，收到的钱请退给缴款人。")
        % {"payer": payment.payer, "amount": money(payment.amount)},
    )  # fmt: skip


@needs(TAKE)
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for lines to be given back; another person decides."""
    payment = _found(request, pk)
    lines = [line for line in payment.lines.all() if _can_go_back(line)]
    form = RefundForm(request.POST or None, lines=lines)

    def save(reason: str, key: str, parts: dict[PaymentLine, Any], **_more: Any) -> None:
        actions.request_refund(
            actor=request.user, now=time.now(), payment=payment, parts=parts, reason=reason, key=key
        )

    return one_form(
        request, form, save, title=_("申请退款 %(n)s") % {"n": payment.number},
        back=reverse("cashier:receipt", args=[pk]), said=_("退款申请已提交，等另一位有权限的同事审批"),
        button=_("提交申请"), about=_("退款按原路退回，须由另一人审批；押金请在押金页退还。"),
    )  # fmt: skip


@needs(TAKE)
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    payment = _found(request, pk)
    form = InvoiceForm(request.POST or None, initial={"title": payment.payer})

    def save(**said: Any) -> None:
        actions.request_invoice(actor=request.user, now=time.now(), payment=payment, **said)

    return one_form(
        request, form, save, title=_("申请开票 %(n)s") % {"n": payment.number},
        back=reverse("cashier:receipt", args=[pk]), said=_("开票申请已登记"),
        about=_("押金和预存不开票；在税务系统开具后，到开票申请里填发票号码。"),
    )  # fmt: skip


def _can_go_back(line: PaymentLine) -> bool:
    return line.kind in (PaymentLine.Kind.CHARGE, PaymentLine.Kind.PREPAID) and line.amount > line.refunded


def _found(request: HttpRequest, pk: int) -> Payment:
    payment = queries.receipt(request.user, pk)
    if payment is None:
        raise Http404
    return payment


def _plain(request: HttpRequest, pk: int) -> Payment:
    return get_object_or_404(Payment.objects.visible_to(request.user), pk=pk)


def _about(request: HttpRequest, payment: Payment) -> dict[str, Any]:
    session = payment.session
    own = session is not None and session.cashier_id == request.user.pk
    counter = queries.running(request.user) if TAKE in request.user.permissions else None
    may = request.user.permissions
    is_good = not payment.voided_at
    tenders = [(one, means_said(one.means)) for one in payment.tenders.all()]
    invoice = getattr(payment, "invoice", None)
    return {
        "payment": payment,
        "session": counter,
        "tenders": tenders,
        "change": sum(one.given - one.amount for one, _said in tenders if one.given),
        "lines": payment.lines.all(),
        "refunds": payment.refunds.all(),
        "invoice": invoice,
        "may_invoice": is_good and TAKE in may and (invoice is None or invoice.cancelled_at is not None),
        "taken": "taken" in request.GET,
        "may_void": is_good and session is not None and not session.closed_at and not payment.refunded
        and ((own and TAKE in may) or "cash.supervise" in may) and TAKE in may,
        "may_refund": is_good and TAKE in may and payment.refunded < payment.amount
        and any(map(_can_go_back, payment.lines.all())),
    }  # fmt: skip
