"""The provider's day, line by line, and what does not agree with ours."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.engine.access.rows import CompanyRow, EstateOrCompanyRow
from guanjia.work.online.models.orders import OnlineOrder


class Reconciliation(CompanyRow):
    """One day of one provider was compared; again replaces it. Sums in yuan: payments less refunds."""

    provider = models.SlugField(_("支付渠道"), max_length=16)
    day = models.DateField(_("账单日"))
    at = models.DateTimeField(_("对账时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    lines = models.PositiveIntegerField(_("笔数"))
    matched = models.PositiveIntegerField(_("一致"))
    different = models.PositiveIntegerField(_("不一致"))
    theirs = models.DecimalField(_("渠道净额"), max_digits=16, decimal_places=2)
    ours = models.DecimalField(_("系统净额"), max_digits=16, decimal_places=2)
    fees = models.DecimalField(_("手续费"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("对账")
        constraints = [
            models.UniqueConstraint(fields=["company", "provider", "day"], name="reconciliation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.day}"


class StatementLine(EstateOrCompanyRow):
    """A line of the provider's statement and how it compares."""

    class Result(models.TextChoices):
        MATCHED = "matched", _("一致")
        BOOKED = "booked", _("通知丢失，已补记")
        MISSING_HERE = "missing_here", _("系统无此单")
        AMOUNT = "amount", _("金额不一致")
        TWICE = "twice", _("重复付款")
        REFUND = "refund", _("系统无此退款")

    reconciliation = models.ForeignKey(Reconciliation, models.CASCADE, related_name="statement")
    at = models.DateTimeField(_("时间"))
    out_trade_no = models.CharField(_("商户订单号"), max_length=64)
    transaction_id = models.CharField(_("渠道流水号"), max_length=64)
    refund_no = models.CharField(_("商户退款单号"), max_length=64, blank=True)
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2)
    fee = models.DecimalField(_("手续费"), max_digits=14, decimal_places=2)
    result = models.CharField(_("结果"), max_length=12, choices=Result)
    order = models.ForeignKey(OnlineOrder, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = _("渠道账单")

    def __str__(self) -> str:
        return f"{self.out_trade_no} {self.amount}"


class Difference(EstateOrCompanyRow):
    """Something that does not agree, until somebody says how it is settled. `entry` is the money put in suspense;
    it is sent back when one person has asked for it and another agrees.
    """

    class Kind(models.TextChoices):
        UNKNOWN = "unknown", _("收到款项，系统无此订单")
        AMOUNT = "amount", _("实到金额与订单不一致")
        TWICE = "twice", _("同一订单重复付款")
        NOT_BOOKED = "not_booked", _("款项已到，未能入账")
        MISSING_HERE = "missing_here", _("渠道有，系统没有")
        MISSING_THERE = "missing_there", _("系统有，渠道没有")
        REFUND = "refund", _("退款不一致")
        REFUND_FAILED = "refund_failed", _("渠道退款失败")

    class How(models.TextChoices):
        EXPLAINED = "explained", _("已查明，不动账")
        BOOKED = "booked", _("按实到金额入账")
        RETURNED = "returned", _("原路退回")
        FOUND = "found", _("随后对上")

    provider = models.SlugField(_("支付渠道"), max_length=16)
    kind = models.CharField(_("差异"), max_length=14, choices=Kind)
    day = models.DateField(_("日期"))
    found_at = models.DateTimeField(_("发现时间"))
    out_trade_no = models.CharField(_("商户订单号"), max_length=64)
    transaction_id = models.CharField(_("渠道流水号"), max_length=64, blank=True)
    refund_no = models.CharField(_("商户退款单号"), max_length=64, blank=True)
    ours = models.DecimalField(_("系统金额"), max_digits=14, decimal_places=2, null=True)
    theirs = models.DecimalField(_("渠道金额"), max_digits=14, decimal_places=2, null=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    order = models.ForeignKey(OnlineOrder, models.PROTECT, null=True, related_name="differences")
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")
    how = models.CharField(_("处理方式"), max_length=10, choices=How, blank=True)
    reason = models.CharField(_("处理说明"), max_length=200, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("申请人")
    )
    asked_at = models.DateTimeField(_("申请时间"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("处理人")
    )
    resolved_at = models.DateTimeField(_("处理时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("对账差异")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "provider", "kind", "out_trade_no", "transaction_id", "refund_no"],
                name="difference_once",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, how="")
                | (Q(resolved_at__isnull=False) & ~Q(how="") & ~Q(reason="")),
                name="difference_resolved_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(how="returned") | Q(asked_by=None) | ~Q(asked_by=F("resolved_by")),
                name="difference_returned_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "found_at"], condition=Q(resolved_at=None), name="difference_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.out_trade_no}"

    def may_return(self, actor: Actor) -> bool:
        """Whether this person may ask for it to be sent back, or agree to what another has asked."""
        return self.asked_by_id is None or (self.asked_by_id != actor.pk and may(actor, "money.approve"))
