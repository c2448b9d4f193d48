"""Invoices that payers ask for; they are issued in the tax system, from our list."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.work.cashier.models.payments import Payment


class InvoiceRequest(EstateRow):
    """One receipt, one invoice. `exported_at` when it went out on a list, `issued_number` comes from the tax system."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="invoice", verbose_name=_("收据"))
    title = models.CharField(_("发票抬头"), max_length=100)
    tax_number = models.CharField(_("税号"), max_length=30, blank=True)
    email = models.EmailField(_("接收邮箱"), blank=True)
    amount = models.DecimalField(_("开票金额"), max_digits=14, decimal_places=2)
    requested_at = models.DateTimeField(_("申请时间"))
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    exported_at = models.DateTimeField(_("导出时间"), null=True, blank=True)
    issued_number = models.CharField(_("发票号码"), max_length=40, blank=True)
    cancelled_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("开票申请")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="invoice_positive")]
        indexes = [models.Index(fields=["estate", "-requested_at"], name="invoice_recent")]

    def __str__(self) -> str:
        return self.title
