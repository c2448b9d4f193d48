"""Money held for somebody: taken, held, partly kept, given back on a day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateOrCompanyRow, EstateRow


class DepositKind(EstateOrCompanyRow):
    """What deposits there are, with their usual amounts: renovation 1000 and 3000, key, card (手册 E7)."""

    code = models.SlugField(_("代码"), max_length=30)
    name = models.CharField(_("押金种类"), max_length=40)
    amount = models.DecimalField(_("默认金额"), max_digits=10, decimal_places=2)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("押金种类")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "estate", "code"], name="deposit_kind_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="deposit_kind_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class Deposit(EstateRow):
    """One deposit of one payer. What is still held is the balance of its own account."""

    kind = models.ForeignKey(DepositKind, models.PROTECT, related_name="deposits", verbose_name=_("押金种类"))
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="deposits")
    customer = models.ForeignKey("people.Customer", models.PROTECT, null=True, related_name="deposits")
    payer = models.CharField(_("交款人"), max_length=100)
    amount = models.DecimalField(_("金额"), max_digits=10, decimal_places=2)
    origin = models.CharField(_("来源"), max_length=40, blank=True, help_text="case:17")
    asked_at = models.DateTimeField(_("应收时间"))
    held_at = models.DateTimeField(_("收取时间"), null=True, blank=True)
    due_on = models.DateField(_("应退日期"), null=True, blank=True)
    returned_at = models.DateTimeField(_("退清时间"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    account = models.OneToOneField("ledger.Account", models.PROTECT, null=True, related_name="deposit")

    class Meta:
        verbose_name = verbose_name_plural = _("押金")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="deposit_positive"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(customer__isnull=False), name="deposit_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(account__isnull=False, dropped_at=None),
                name="deposit_held_has_account",
            ),
        ]
        indexes = [
            models.Index(
                fields=["estate", "due_on"],
                condition=Q(held_at__isnull=False, returned_at=None),
                name="deposit_due",
            ),
            models.Index(fields=["origin"], condition=~Q(origin=""), name="deposit_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"

    @property
    def held(self):
        """Yuan still held."""
        return self.account.balance if self.account_id else 0


class DepositAct(EstateRow):
    """A part kept (with evidence and another person's approval) or given back."""

    class Kind(models.TextChoices):
        KEEP = "keep", _("扣款")
        RETURN = "return", _("退还")

    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="acts")
    kind = models.CharField(_("类型"), max_length=6, choices=Kind)
    amount = models.DecimalField(_("金额"), max_digits=10, decimal_places=2)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    evidence = models.FileField(_("凭据"), upload_to="deposits/%Y/%m/", blank=True)
    means = models.CharField(_("退还方式"), max_length=8, blank=True)
    receiver = models.CharField(_("领取人"), max_length=100, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(_("申请时间"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    refused_at = models.DateTimeField(_("驳回时间"), null=True, blank=True)
    session = models.ForeignKey("cashier.CashSession", models.PROTECT, null=True, related_name="deposit_acts")
    entry = models.OneToOneField("ledger.Entry", models.PROTECT, null=True, related_name="deposit_act")

    class Meta:
        verbose_name = verbose_name_plural = _("押金处理")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="deposit_act_positive"),
            models.CheckConstraint(condition=Q(kind="return") | ~Q(reason=""), name="deposit_keep_explained"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | Q(requested_by=None) | ~Q(approved_by=F("requested_by")),
                name="deposit_act_by_another",
            ),
            models.CheckConstraint(
                condition=Q(entry=None) | Q(kind="return") | Q(approved_at__isnull=False),
                name="deposit_kept_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
