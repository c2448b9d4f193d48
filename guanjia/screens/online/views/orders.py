"""Orders as the house sees them: the list, one with its code for the payer to scan, and the link to send."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from guanjia.channels.wallets.opening import providers
from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.lists import Choice, Column, Days, Listing
from guanjia.engine.ui.shortcuts import opening, page
from guanjia.kernel import time
from guanjia.work.online import queries
from guanjia.work.online.models import OnlineOrder
from guanjia.work.online.tokens import pay_address


def provider_of(row: OnlineOrder) -> str:
    return str(providers()[row.provider].label) if row.provider in providers() else row.provider


ORDERS = Listing(
    code="online_orders", title=_("线上订单"), noun=_("笔"),
    columns=(
        Column("number", _("商户订单号"), value="out_trade_no"),
        Column("opened", _("下单时间"), value="opened_at", kind="when", sort="opened_at"),
        Column("estate", _("项目"), shown=False),
        Column("payer", _("缴款人")),
        Column("provider", _("支付渠道"), value=provider_of),
        Column("amount", _("订单金额"), kind="money", total=True, sort="amount"),
        Column("state", _("状态"), value="get_state_display", sort="state"),
        Column("received", _("实到金额"), kind="money", total=True),
        Column("paid", _("支付时间"), value="paid_at", kind="when", sort="paid_at"),
        Column("refunded", _("已退"), kind="money", shown=False, total=True),
        Column("receipt", _("收据号"), value=lambda row: row.payment.number if row.payment else ""),
        Column("transaction", _("渠道流水号"), value="transaction_id", shown=False),
    ),
    filters=(
        Choice("state", _("状态"), "state", OnlineOrder.State.choices),
        Choice("provider", _("支付渠道"), "provider", lambda request: [
            (each.code, each.label) for each in providers().values()
        ]),
        Days("day", _("下单日期"), "opened_at"),
    ),
    search=lambda rows, text: rows.filter(payer__icontains=text) | rows.filter(out_trade_no__startswith=text),
    search_hint=_("缴款人、商户订单号"), sort="-opened", link=opening("online:order"), topic="online.order",
    empty=_("还没有线上订单"), hint=_("业主打开缴费链接，或收银台出示付款码后，这里会有记录。"),
)  # fmt: skip


@require_GET
@needs("money.view")
def listing(request: HttpRequest) -> HttpResponse:
    return ORDERS.respond(request, queries.orders_of(request.user))


@require_GET
@needs("money.view")
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order with its code; asked by htmx, the part that the desk shows to the payer and that renews itself."""
    found = get_object_or_404(queries.orders_of(request.user), pk=pk)
    context = {"order": found, "provider": provider_of(found)}
    return page(request, "online_pages/order.html", "order", context)


@require_GET
@needs("money.view")
def link(request: HttpRequest, unit: int) -> HttpResponse:
    """The link by which this home pays everything it owes, to be sent or scanned."""
    home = get_object_or_404(
        Unit.objects.visible_to(request.user).select_related("estate", "building"), pk=unit
    )
    living = Occupancy.objects.visible_to(request.user).filter(unit=home, until=None, retired_at=None)
    payer = (
        living.filter(role__in=["owner", "tenant"])
        .select_related("customer")
        .order_by("-role", "-pk")
        .first()
    )
    customer = payer.customer if payer else None
    address = pay_address(estate=home.estate, customer=customer, unit=home, now=time.now())
    return render(request, "online_pages/link.html", {"unit": home, "customer": customer, "address": address})
