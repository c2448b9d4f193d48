"""The lists of the cashier's desk."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.lists import Choice, Column, Days, Flag, Listing
from guanjia.engine.ui.shortcuts import opening
from guanjia.kernel import time
from guanjia.screens.cashier.words import MEANS
from guanjia.work.cashier.models import Payment, Tender
from guanjia.work.cashier.rules import LONGEST_SHIFT


def _home(row: Any) -> str:
    return row.unit.spoken_address if row.unit else ""


class ByMeans(Choice):
    """Receipts with a tender of these means."""

    def apply(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        wanted = request.GET.getlist(self.code)
        return (
            rows.filter(pk__in=Tender.objects.filter(means__in=wanted).values("payment")) if wanted else rows
        )


def _find_receipt(rows: QuerySet[Payment], text: str) -> QuerySet[Payment]:
    return rows.filter(Q(number__iendswith=text) | Q(payer__icontains=text) | Q(unit__key__istartswith=text))


RECEIPTS = Listing(
    code="receipts", title=_("收据"), noun=_("张"),
    columns=(
        Column("number", _("收据号")),
        Column("at", _("收款时间"), kind="when", sort="at"),
        Column("payer", _("缴款人")),
        Column("unit", _("房号"), value=_home),
        Column("amount", _("实收"), kind="money", sort="amount", total=True),
        Column("refunded", _("已退"), kind="money", total=True),
        Column("by", _("收款人"), value="by_name"),
        Column("channel", _("渠道"), value="get_channel_display"),
        Column("session", _("班次"), value=lambda row: row.session.number if row.session else "", shown=False),
        Column("void", _("作废"), value=lambda row: row.void_reason),
        Column("estate", _("项目"), value="estate.name", shown=False),
    ),
    filters=(
        Days("day", _("收款日期"), "at"),
        ByMeans("means", _("付款方式"), "tenders", [(one.value, label) for one, label in MEANS.items()]),
        Choice("channel", _("渠道"), "channel", Payment.Channel.choices),
        Flag("void", _("已作废"), lambda rows, request: rows.exclude(voided_at=None)),
        Flag("refunded", _("有退款"), lambda rows, request: rows.filter(refunded__gt=0)),
    ),
    search=_find_receipt, search_hint=_("收据号、缴款人、房号"), sort="-at", link=opening("cashier:receipt"),
    empty=_("还没有收款"), hint=_("在收银台收款后，收据列在这里。"),
)  # fmt: skip

SHIFTS = Listing(
    code="cash_sessions", title=_("收银班次"), noun=_("班"),
    columns=(
        Column("number", _("班次号")),
        Column("till", _("收银台"), value="till.name"),
        Column("cashier", _("收银员"), value="cashier.name"),
        Column("opened", _("开班时间"), value="opened_at", kind="when", sort="opened_at"),
        Column("closed", _("交班时间"), value="closed_at", kind="when", sort="closed_at"),
        Column("float", _("备用金"), kind="money", shown=False),
        Column("booked", _("账面现金"), kind="money"),
        Column("counted", _("实点现金"), kind="money"),
        Column("difference", _("差异"), kind="money"),
        Column("to", _("交给"), value=lambda row: row.handed_to.name if row.handed_to else ""),
        Column("received", _("签收时间"), value="received_at", kind="when"),
        Column("estate", _("项目"), value="estate.name", shown=False),
    ),
    filters=(
        Days("day", _("开班日期"), "opened_at"),
        Flag("open", _("未交班"), lambda rows, request: rows.filter(closed_at=None)),
        Flag("waiting", _("未签收"), lambda rows, request: rows.filter(received_at=None).exclude(closed_at=None)),
        Flag("off", _("有差异"), lambda rows, request: rows.exclude(counted=F("booked")).exclude(closed_at=None)),
    ),
    search=lambda rows, text: rows.filter(Q(number__iendswith=text) | Q(cashier__name__icontains=text)),
    search_hint=_("班次号、收银员"), sort="-opened", link=opening("cashier:shift"),
    late=lambda row: row.closed_at is None and row.opened_at < time.now() - LONGEST_SHIFT,
    empty=_("还没有开过班"), hint=_("开班后，班次列在这里；超过 24 小时没交班的标红。"),
)  # fmt: skip

STATES = {"waiting": _("待审批"), "approved": _("待付款"), "refused": _("已驳回"), "paid": _("已退款")}


class ByState(Choice):
    """Where a refund stands, which is a matter of its dates."""

    def apply(self, rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
        wanted, chosen = request.GET.getlist(self.code), Q()
        asked = {
            "waiting": Q(approved_at=None, refused_at=None),
            "approved": Q(approved_at__isnull=False, paid_at=None),
            "refused": Q(refused_at__isnull=False),
            "paid": Q(paid_at__isnull=False),
        }
        for state in wanted:
            chosen |= asked.get(state, Q())
        return rows.filter(chosen)


REFUNDS = Listing(
    code="refunds", title=_("退款"), noun=_("笔"),
    columns=(
        Column("number", _("退款单号")),
        Column("requested", _("申请时间"), value="requested_at", kind="when", sort="requested_at"),
        Column("receipt", _("收据号"), value="payment.number"),
        Column("payer", _("缴款人"), value="payment.payer"),
        Column("amount", _("退款金额"), kind="money", sort="amount", total=True),
        Column("reason", _("退款原因")),
        Column("by", _("申请人"), value="requested_by.name"),
        Column("state", _("状态"), value=lambda row: STATES[row.state]),
        Column("approver", _("审批人"), value=lambda row: row.approved_by.name if row.approved_by else ""),
        Column("paid", _("退款时间"), value="paid_at", kind="when", shown=False),
    ),
    filters=(
        ByState("state", _("状态"), "state", list(STATES.items())),
        Days("day", _("申请日期"), "requested_at"),
    ),
    search=lambda rows, text: rows.filter(
        Q(number__iendswith=text) | Q(payment__number__iendswith=text) | Q(payment__payer__icontains=text)
    ),
    search_hint=_("退款单号、收据号、缴款人"), sort="-requested", link=opening("cashier:refund"),
    empty=_("没有退款申请"), hint=_("在收据页申请退款后，列在这里等待审批。"),
)  # fmt: skip

INVOICES = Listing(
    code="invoices", title=_("开票申请"), noun=_("张"),
    columns=(
        Column("title", _("发票抬头")),
        Column("tax", _("税号"), value="tax_number"),
        Column("amount", _("开票金额"), kind="money", sort="amount", total=True),
        Column("receipt", _("收据号"), value="payment.number"),
        Column("unit", _("房号"), value=lambda row: _home(row.payment)),
        Column("email", _("接收邮箱")),
        Column("requested", _("申请时间"), value="requested_at", kind="when", sort="requested_at"),
        Column("exported", _("导出时间"), value="exported_at", kind="when"),
        Column("number", _("发票号码"), value="issued_number"),
        Column("cancelled", _("撤销时间"), value="cancelled_at", kind="when", shown=False),
    ),
    filters=(
        Flag("open", _("未开具"), lambda rows, request: rows.filter(issued_number="", cancelled_at=None)),
        Flag("fresh", _("未导出"), lambda rows, request: rows.filter(exported_at=None, cancelled_at=None)),
        Days("day", _("申请日期"), "requested_at"),
    ),
    search=lambda rows, text: rows.filter(Q(title__icontains=text) | Q(payment__number__iendswith=text)),
    search_hint=_("抬头、收据号"), sort="-requested", link=opening("cashier:invoice"),
    empty=_("没有开票申请"), hint=_("在收据页按“申请开票”后，列在这里。"),
)  # fmt: skip

DEPOSITS = Listing(
    code="deposits", title=_("押金"), noun=_("笔"),
    columns=(
        Column("kind", _("押金种类"), value="kind.name"),
        Column("payer", _("交款人")),
        Column("unit", _("房号"), value=_home),
        Column("amount", _("金额"), kind="money", sort="amount"),
        Column("held", _("在押"), kind="money"),
        Column("held_at", _("收取时间"), kind="when", sort="held_at"),
        Column("due", _("应退日期"), value="due_on", kind="date", sort="due_on"),
        Column("asked", _("应收时间"), value="asked_at", kind="when", sort="asked_at", shown=False),
        Column("returned", _("退清时间"), value="returned_at", kind="when", shown=False),
        Column("estate", _("项目"), value="estate.name", shown=False),
    ),
    filters=(
        Flag("due_now", _("可退"), lambda rows, request: rows.filter(
            due_on__lte=timezone.localdate(time.now()), returned_at=None)),
        Flag("held", _("在押"), lambda rows, request: rows.filter(held_at__isnull=False, returned_at=None)),
        Flag("returned", _("已退清"), lambda rows, request: rows.exclude(returned_at=None)),
        Flag("unpaid", _("待收"), lambda rows, request: rows.filter(held_at=None, dropped_at=None)),
        Days("day", _("收取日期"), "held_at"),
    ),
    search=lambda rows, text: rows.filter(Q(payer__icontains=text) | Q(unit__key__istartswith=text)),
    search_hint=_("交款人、房号"), sort="due", link=opening("cashier:deposit"),
    late=lambda row: bool(row.due_on and not row.returned_at and row.due_on < timezone.localdate(time.now())),
    empty=_("没有押金"), hint=_("在收银台的缴款页按“收押金”，或由规程要求收取。"),
)  # fmt: skip
