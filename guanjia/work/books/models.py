"""What the accountant keeps beside the books: codes, exported vouchers, settlements with payees."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import CompanyRow, EstateRow
from guanjia.work.books.rules import GROUPINGS, LAYOUTS


class AccountCode(CompanyRow):
    """How the accountant's own chart calls an account: of a kind (`ref` empty), or of one tariff, payee, drawer."""

    kind = models.CharField(_("类别"), max_length=16)
    ref = models.CharField(max_length=40, blank=True)
    code = models.CharField(_("科目代码"), max_length=30)
    name = models.CharField(_("科目名称"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("科目对照")
        constraints = [
            models.UniqueConstraint(fields=["company", "kind", "ref"], name="account_code_once"),
            models.CheckConstraint(condition=~Q(code=""), name="account_code_said"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class VoucherExport(EstateRow):
    """Vouchers of some closed days, given out as a file that is kept."""

    class Form(models.TextChoices):
        XLSX = "xlsx", _("Excel")
        TEXT = "text", _("文本（CSV/TXT）")

    since = models.DateField(_("从"))
    until = models.DateField(_("到"))
    layout = models.CharField(
        _("格式"), max_length=10, choices=[(code, one.label) for code, one in LAYOUTS.items()]
    )
    grouping = models.CharField(_("汇总方式"), max_length=5, choices=list(GROUPINGS.items()))
    form = models.CharField(_("文件类型"), max_length=4, choices=Form)
    first_number = models.PositiveIntegerField(_("起始凭证号"))
    vouchers = models.PositiveIntegerField(_("凭证数"))
    rows = models.PositiveIntegerField(_("行数"))
    entries = models.PositiveIntegerField(_("分录数"))
    debits = models.DecimalField(_("借方合计"), max_digits=16, decimal_places=2)
    credits = models.DecimalField(_("贷方合计"), max_digits=16, decimal_places=2)
    again = models.BooleanField(_("重复导出"), default=False)
    at = models.DateTimeField(_("导出时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("导出人")
    )
    file = models.FileField(_("文件"), upload_to="vouchers/%Y/%m/", max_length=200)
    name = models.CharField(_("文件名"), max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = _("凭证导出")
        constraints = [
            models.CheckConstraint(condition=Q(debits=F("credits")), name="voucher_export_balances"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="voucher_export_days"),
        ]
        indexes = [models.Index(fields=["estate", "-until"], name="voucher_export_days_ix")]

    def __str__(self) -> str:
        return self.name

    @property
    def last_number(self) -> int:
        return self.first_number + self.vouchers - 1


class Settlement(EstateRow):
    """Money collected for others, on its way to the payee: asked for by one person, paid out by the word of another."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("待批准")
        PAID = "paid", _("已结算")
        REFUSED = "refused", _("未批准")

    payee = models.ForeignKey(
        "ledger.Payee", models.PROTECT, related_name="settlements", verbose_name=_("代收单位")
    )
    through = models.DateField(_("结算截至"))
    amount = models.DecimalField(_("结算金额"), max_digits=14, decimal_places=2)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=9, choices=State, default=State.REQUESTED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("申请人")
    )
    requested_at = models.DateTimeField(_("申请时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("批准人")
    )
    decided_at = models.DateTimeField(_("批准时间"), null=True)
    answer = models.CharField(_("批复"), max_length=200, blank=True)
    entry = models.OneToOneField("ledger.Entry", models.PROTECT, null=True, related_name="settlement")

    class Meta:
        verbose_name = verbose_name_plural = _("代收结算")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="settlement_positive"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(requested_by=None) | ~Q(decided_by=F("requested_by")),
                name="settlement_by_two",
            ),
            models.CheckConstraint(
                condition=(Q(state="paid") & Q(entry__isnull=False)) | (~Q(state="paid") & Q(entry=None)),
                name="settlement_paid_is_posted",
            ),
            models.UniqueConstraint(
                fields=["estate", "payee"], condition=Q(state="requested"), name="settlement_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["estate", "payee", "-id"], name="settlement_history")]

    def __str__(self) -> str:
        return f"{self.payee} {self.amount}"
