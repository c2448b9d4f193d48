"""Fees, payees, accounts, and how far the books are closed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateOrCompanyRow, EstateRow
from guanjia.work.ledger import rules


class Payee(EstateOrCompanyRow):
    """For whom money is collected and kept apart: the water works, a merchant (代收代缴)."""

    name = models.CharField(_("收款单位"), max_length=100)
    bank_account = models.CharField(_("开户行及账号"), max_length=200, blank=True)
    contact = models.CharField(_("联系人"), max_length=100, blank=True)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("代收单位")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "estate", "name"], name="payee_name_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name


class Tariff(EstateOrCompanyRow):
    """A fee by its name: 物业费, 车位费, 水费. How much it is stands in its versions (`billing`)."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("周期收费")
        METERED = "metered", _("抄表收费")
        SHARED = "shared", _("公摊")
        ONE_OFF = "one_off", _("临时收费")
        LATE = "late", _("违约金")

    code = models.SlugField(_("代码"), max_length=20)
    name = models.CharField(_("收费项目"), max_length=40)
    kind = models.CharField(_("性质"), max_length=8, choices=Kind, default=Kind.REGULAR)
    payee = models.ForeignKey(
        Payee, models.PROTECT, null=True, blank=True, related_name="tariffs", verbose_name=_("代收单位")
    )
    order = models.PositiveSmallIntegerField(_("排序"), default=0)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("收费项目")
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "estate", "code"], name="tariff_code_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name


def account_name(kind: str, name: str) -> str:
    """An account's name in the reader's language: the chart's part is said in it, what it was named after stays."""
    usual = rules.CHART[rules.Kind(kind)].name
    return gettext(usual) + name.removeprefix(usual) if name.startswith(usual) else name


class Account(EstateRow):
    """One account of an estate. `ref` tells those of a kind apart: a drawer, a tariff, a payee, a customer, a deposit.

    `balance` is kept by the database for guarded accounts alone; of the others it is the sum of their transfers.
    """

    kind = models.CharField(_("类别"), max_length=16)
    ref = models.CharField(max_length=40, blank=True)
    name = models.CharField(_("科目"), max_length=100)
    side = models.CharField(max_length=6)
    currency = models.CharField(max_length=3, default=rules.YUAN)
    guarded = models.BooleanField(default=False)
    balance = models.DecimalField(_("余额"), max_digits=16, decimal_places=2, default=0, db_default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("科目")
        constraints = [
            models.UniqueConstraint(fields=["estate", "kind", "ref"], name="account_once"),
            models.CheckConstraint(condition=Q(side__in=[rules.DEBIT, rules.CREDIT]), name="account_side"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="account_not_overdrawn"),
            models.CheckConstraint(
                condition=Q(guarded=True) | Q(balance=0), name="account_balance_if_guarded"
            ),
        ]

    def __str__(self) -> str:
        return account_name(self.kind, self.name)

    @property
    def code(self) -> str:
        """The accountant's code of its kind."""
        return rules.CHART[rules.Kind(self.kind)].code


class Book(EstateRow):
    """The books of one estate: nothing may be posted on or before `closed_through`."""

    closed_through = models.DateField(_("已结账至"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("账簿")
        constraints = [models.UniqueConstraint(fields=["estate"], name="book_once")]

    def __str__(self) -> str:
        return f"{self.estate_id}: {self.closed_through}"


class Closing(EstateRow):
    """A day or month was closed, by whom, with what totals. Append-only."""

    class Kind(models.TextChoices):
        DAY = "day", _("日结")
        MONTH = "month", _("月结")

    kind = models.CharField(_("类型"), max_length=5, choices=Kind)
    through = models.DateField(_("结账至"))
    at = models.DateTimeField(_("结账时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    debits = models.DecimalField(_("借方合计"), max_digits=16, decimal_places=2)
    credits = models.DecimalField(_("贷方合计"), max_digits=16, decimal_places=2)
    entries = models.PositiveIntegerField(_("分录数"))

    class Meta:
        verbose_name = verbose_name_plural = _("结账记录")
        constraints = [
            models.UniqueConstraint(fields=["estate", "kind", "through"], name="closing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.through}"
