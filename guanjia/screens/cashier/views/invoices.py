"""Invoices that payers asked for: the list for the tax system, and the number that comes back."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.cashier import queries
from guanjia.screens.cashier.forms.others import IssuedForm
from guanjia.screens.cashier.lists import INVOICES
from guanjia.screens.cashier.views.saving import carry_out, one_form
from guanjia.screens.cashier.workbook import invoices_file
from guanjia.work.cashier import actions
from guanjia.work.cashier.models import InvoiceRequest

VIEW, TAKE, EXPORT = "money.view", "cash.take", "export.lists"
MOST = 2000


@require_GET
@needs(VIEW)
def listing(request: HttpRequest) -> HttpResponse:
    context = {"may_export": EXPORT in request.user.permissions}
    return INVOICES.respond(
        request, queries.invoices(request.user), template="cashier/invoices.html", context=context
    )


@require_POST
@needs(EXPORT)
def export(request: HttpRequest) -> FileResponse:
    """The requests that were not given out yet, as a workbook; they count as given out from now on."""
    fresh = queries.invoices(request.user).filter(exported_at=None, cancelled_at=None, issued_number="")
    rows = list(fresh.order_by("requested_at")[:MOST])
    file = invoices_file(rows)
    actions.export_invoices(actor=request.user, now=time.now(), requests=rows)
    return file


@needs(TAKE)
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the number that the tax system gave."""
    found = _found(request, pk)
    form = IssuedForm(request.POST or None, initial={"number": found.issued_number})

    def save(number: str) -> None:
        actions.note_issued(actor=request.user, now=time.now(), request=found, number=number)

    about = _("%(title)s · 税号 %(tax)s · ¥%(amount)s · 收据 %(receipt)s") % {
        "title": found.title, "tax": found.tax_number or "—", "amount": found.amount,
        "receipt": found.payment.number,
    }  # fmt: skip
    return one_form(request, form, save, title=_("登记发票号码"), back=reverse("cashier:invoices"),
                    said=_("发票号码已登记"), about=about)  # fmt: skip


@require_POST
@needs(TAKE)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    return carry_out(
        request, lambda: actions.cancel_invoice(actor=request.user, now=time.now(), request=found),
        said=_("开票申请已撤销"), back=reverse("cashier:receipt", args=[found.payment_id]),
    )  # fmt: skip


def _found(request: HttpRequest, pk: int) -> InvoiceRequest:
    return get_object_or_404(queries.invoices(request.user), pk=pk)
