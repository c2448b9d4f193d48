"""Money given back after the shift, with another person's word."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.work.cashier.models.payments import Payment, PaymentLine
from guanjia.work.cashier.models.sessions import CashSession


class Refund(EstateRow):
    """Asked for, approved by somebody else (or refused), paid back the way the money came."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds", verbose_name=_("收据"))
    number = models.CharField(_("退款单号"), max_length=20)
    amount = models.DecimalField(_("退款金额"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("退款原因"), max_length=200)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申请人")
    )
    requested_at = models.DateTimeField(_("申请时间"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人")
    )
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    refused_at = models.DateTimeField(_("驳回时间"), null=True, blank=True)
    refusal = models.CharField(_("驳回原因"), max_length=200, blank=True)
    paid_at = models.DateTimeField(_("退款时间"), null=True, blank=True)
    session = models.ForeignKey(CashSession, models.PROTECT, null=True, related_name="refunds")
    entry = models.OneToOneField("ledger.Entry", models.PROTECT, null=True, related_name="refund")

    class Meta:
        verbose_name = verbose_name_plural = _("退款")
        constraints = [
            models.UniqueConstraint(fields=["estate", "number"], name="refund_number_once"),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(paid_at=None, refused_at=None), name="refund_pending_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0) & ~Q(reason=""), name="refund_positive"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("requested_by")), name="refund_by_another"
            ),
            models.CheckConstraint(
                condition=Q(paid_at=None)
                | Q(approved_at__isnull=False, entry__isnull=False, refused_at=None),
                name="refund_paid_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> str:
        """waiting, approved, refused or paid."""
        if self.paid_at:
            return "paid"
        if self.refused_at:
            return "refused"
        return "approved" if self.approved_at else "waiting"


class RefundPart(EstateRow):
    """How much of one line of the receipt is given back."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="parts")
    line = models.ForeignKey(PaymentLine, models.PROTECT, related_name="refund_parts")
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("退款明细")
        constraints = [
            models.UniqueConstraint(fields=["refund", "line"], name="refund_part_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_part_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.amount}"
