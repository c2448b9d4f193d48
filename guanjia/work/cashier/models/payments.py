"""What was paid, by which means, for what."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.work.cashier.models.sessions import CashSession


class Payment(EstateRow):
    """A payer's payment and its receipt. `amount` is the sum of the tenders, and of the lines (kept by the database).

    Nothing of it changes afterwards, but that it is voided, given back, or printed again.
    """

    class Channel(models.TextChoices):
        DESK = "desk", _("收银台")
        ONLINE = "online", _("线上支付")
        PREPAID = "prepaid", _("预存抵扣")

    number = models.CharField(_("收据号"), max_length=20)
    channel = models.CharField(_("渠道"), max_length=8, choices=Channel, default=Channel.DESK)
    session = models.ForeignKey(CashSession, models.PROTECT, null=True, blank=True, related_name="payments")
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="payments")
    customer = models.ForeignKey("people.Customer", models.PROTECT, null=True, related_name="payments")
    payer = models.CharField(_("缴款人"), max_length=100)
    amount = models.DecimalField(_("实收"), max_digits=14, decimal_places=2)
    at = models.DateTimeField(_("收款时间"))
    on = models.DateField(_("记账日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("收款人"), max_length=40)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    entry = models.OneToOneField("ledger.Entry", models.PROTECT, related_name="payment")
    refunded = models.DecimalField(_("已退"), max_digits=14, decimal_places=2, default=0)
    prints = models.PositiveSmallIntegerField(_("打印次数"), default=0)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("收款")
        constraints = [
            models.UniqueConstraint(fields=["estate", "number"], name="receipt_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0) & Q(refunded__lte=F("amount")), name="payment_refunded_at_most"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None) | (Q(refunded=0) & ~Q(void_reason="")),
                name="payment_void_explained",
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "-at"], name="payment_recent"),
            models.Index(fields=["session"], name="payment_session"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_reprint(self) -> bool:
        return self.prints > 1


class Tender(EstateRow):
    """One means of a payment. `given` is the cash handed over, when change was given; `points` those that were used."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="tenders")
    means = models.CharField(_("付款方式"), max_length=8)
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)
    given = models.DecimalField(_("收到现金"), max_digits=14, decimal_places=2, null=True, blank=True)
    reference = models.CharField(_("流水号"), max_length=64, blank=True)
    points = models.PositiveIntegerField(_("积分"), default=0)
    refunded = models.DecimalField(_("已退"), max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("付款方式")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="tender_positive"),
            models.CheckConstraint(
                condition=Q(refunded__gte=0) & Q(refunded__lte=F("amount")), name="tender_refunded_at_most"
            ),
            models.CheckConstraint(
                condition=Q(given=None) | Q(means="cash", given__gte=F("amount")), name="tender_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.means} {self.amount}"


class PaymentLine(EstateRow):
    """One line of the receipt: a charge, an advance, a deposit, or (below zero) what was rounded off."""

    class Kind(models.TextChoices):
        CHARGE = "charge", _("费用")
        PREPAID = "prepaid", _("预存")
        DEPOSIT = "deposit", _("押金")
        ROUNDING = "rounding", _("抹零")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="lines")
    kind = models.CharField(_("类型"), max_length=8, choices=Kind)
    charge = models.ForeignKey("ledger.Charge", models.PROTECT, null=True, related_name="payment_lines")
    deposit = models.ForeignKey("cashier.Deposit", models.PROTECT, null=True, related_name="payment_lines")
    text = models.CharField(_("名称"), max_length=120)
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)
    refunded = models.DecimalField(_("已退"), max_digits=14, decimal_places=2, default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("收据明细")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="rounding", amount__lt=0) | (~Q(kind="rounding") & Q(amount__gt=0)),
                name="payment_line_sign",
            ),
            models.CheckConstraint(
                condition=Q(refunded=0) | (Q(refunded__gte=0) & Q(refunded__lte=F("amount"))),
                name="payment_line_refunded_at_most",
            ),
            models.CheckConstraint(
                condition=(Q(kind="charge") & Q(charge__isnull=False) & Q(deposit=None))
                | (Q(kind="deposit") & Q(deposit__isnull=False) & Q(charge=None))
                | (Q(kind__in=["prepaid", "rounding"]) & Q(charge=None) & Q(deposit=None)),
                name="payment_line_of_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.amount}"
