"""What was asked to be paid by phone, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow


class OnlineOrder(EstateRow):
    """One order at a provider, for charges (its lines), what had accrued on them as `late_fee` when it was opened, and
    an advance (the rest of the amount). The late fee is booked when the money comes, as it was quoted; an order that
    nobody pays books nothing.

    `received` is what really came; where that is not the amount, or could not be booked, the money lies in suspense and
    a difference says so. Paid late or twice is never lost: see actions/settling.
    """

    class State(models.TextChoices):
        CREATED = "created", _("待支付")
        PAID = "paid", _("已支付")
        CLOSED = "closed", _("已关闭")
        MISMATCH = "mismatch", _("待查")
        REFUNDED = "refunded", _("已退款")

    provider = models.SlugField(_("支付渠道"), max_length=16)
    out_trade_no = models.CharField(_("商户订单号"), max_length=32)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.CREATED)
    amount = models.DecimalField(_("订单金额"), max_digits=14, decimal_places=2)
    late_fee = models.DecimalField(_("其中违约金"), max_digits=14, decimal_places=2, default=0)
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("房号")
    )
    customer = models.ForeignKey("people.Customer", models.PROTECT, null=True, related_name="online_orders")
    payer = models.CharField(_("缴款人"), max_length=100)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    code_url = models.CharField(max_length=500, blank=True)
    opened_at = models.DateTimeField(_("下单时间"))
    expires_at = models.DateTimeField(_("失效时间"))
    closed_at = models.DateTimeField(_("关闭时间"), null=True)
    transaction_id = models.CharField(_("渠道流水号"), max_length=64, blank=True)
    received = models.DecimalField(_("实到金额"), max_digits=14, decimal_places=2, null=True)
    paid_at = models.DateTimeField(_("支付时间"), null=True)
    refunded = models.DecimalField(_("已退"), max_digits=14, decimal_places=2, default=0)
    payment = models.OneToOneField("cashier.Payment", models.PROTECT, null=True, related_name="online_order")

    class Meta:
        verbose_name = verbose_name_plural = _("线上订单")
        constraints = [
            models.UniqueConstraint(fields=["company", "provider", "out_trade_no"], name="online_order_once"),
            models.UniqueConstraint(
                fields=["company", "provider", "transaction_id"],
                condition=~Q(transaction_id=""),
                name="online_transaction_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, late_fee__gte=0, late_fee__lte=F("amount")),
                name="online_order_positive",
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=False) | Q(unit__isnull=False), name="online_order_of_somebody"
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=["created", "closed"]) & Q(received=None, payment=None, transaction_id="")
                )
                | (Q(state="paid") & Q(received__isnull=False, paid_at__isnull=False, payment__isnull=False))
                | (Q(state="refunded") & Q(received__isnull=False, paid_at__isnull=False))
                | (Q(state="mismatch") & Q(received__isnull=False, paid_at__isnull=False, payment=None)),
                name="online_order_paid_when_money_came",
            ),
            models.CheckConstraint(
                condition=Q(refunded=0) | (Q(refunded__gt=0) & Q(refunded__lte=F("received"))),
                name="online_refunded_at_most",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="created"), name="online_order_open"),
            models.Index(fields=["estate", "-opened_at"], name="online_order_recent"),
            models.Index(fields=["company", "provider", "paid_at"], name="online_order_paid"),
        ]

    def __str__(self) -> str:
        return self.out_trade_no

    @property
    def is_open(self) -> bool:
        return self.state == self.State.CREATED


class OnlineOrderLine(EstateRow):
    """How much of the order is meant for a charge."""

    order = models.ForeignKey(OnlineOrder, models.PROTECT, related_name="lines")
    charge = models.ForeignKey("ledger.Charge", models.PROTECT, related_name="+")
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("线上订单明细")
        constraints = [
            models.UniqueConstraint(fields=["order", "charge"], name="online_line_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="online_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.charge_id}: {self.amount}"


class OnlineRefund(EstateRow):
    """Money that the books have given back, and that the provider is asked to send: of the payment that
    `transaction_id` names, since an order may have been paid twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("退款中")
        DONE = "done", _("已到账")
        FAILED = "failed", _("退款失败")

    order = models.ForeignKey(OnlineOrder, models.PROTECT, related_name="refunds")
    refund = models.ForeignKey("cashier.Refund", models.PROTECT, null=True, related_name="online_refunds")
    transaction_id = models.CharField(_("渠道流水号"), max_length=64)
    refund_no = models.CharField(_("商户退款单号"), max_length=64)
    amount = models.DecimalField(_("退款金额"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("退款原因"), max_length=200)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(_("申请时间"))
    done_at = models.DateTimeField(_("到账时间"), null=True)
    error = models.CharField(_("失败原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("线上退款")
        constraints = [
            models.UniqueConstraint(fields=["company", "refund_no"], name="online_refund_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="online_refund_positive"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="online_refund_done_has_time"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state="waiting"), name="online_refund_open")]

    def __str__(self) -> str:
        return self.refund_no
