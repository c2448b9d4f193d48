"""Billing runs, and the lines that they propose."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow


class BillingRun(EstateRow):
    """The bills of one estate for the periods that begin in a window. Drafted, looked at, published or dropped.

    `pass_name` and `at_unit` say how far the drafting has come, so that another worker can go on.
    """

    class State(models.TextChoices):
        DRAFTING = "drafting", _("计算中")
        DRAFTED = "drafted", _("待发布")
        PUBLISHING = "publishing", _("发布中")
        PUBLISHED = "published", _("已发布")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")

    tariff_ids = ArrayField(models.BigIntegerField(), verbose_name=_("收费项目"))
    start = models.DateField(_("从"))
    end = models.DateField(_("到"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.DRAFTING)
    pass_name = models.CharField(max_length=8, default="units")
    at_unit = models.BigIntegerField(default=0)
    progress = models.FloatField(_("进度"), default=0)
    cancel_asked = models.BooleanField(default=False)
    seen = models.JSONField(default=dict, editable=False)
    totals = models.JSONField(_("合计"), default=dict)
    error = models.CharField(_("失败原因"), max_length=300, blank=True)
    at = models.DateTimeField(_("发起时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("发起人")
    )
    drafted_on = models.DateField(_("计算日期"), null=True)
    drafted_at = models.DateTimeField(_("算好时间"), null=True)
    published_at = models.DateTimeField(_("发布时间"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("发布人")
    )
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("出账")
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="run_ends_after_start"),
        ]
        indexes = [models.Index(fields=["estate", "-id"], name="run_estate")]

    def __str__(self) -> str:
        return f"{self.start} ~ {self.end}"

    @property
    def is_working(self) -> bool:
        return self.state in (self.State.DRAFTING, self.State.PUBLISHING)

    @property
    def amount(self) -> Decimal:
        """Of all lines, in yuan."""
        return Decimal(self.totals.get("amount", 0))

    @property
    def previous(self) -> Decimal:
        """What the same lines came to last time."""
        return Decimal(self.totals.get("previous", 0))

    @property
    def percent(self) -> int:
        return round(self.progress * 100)


class DraftLine(EstateRow):
    """One line of a run: a bill that would be published under `number`, or (`reason`) why there is none.

    A draft is thrown away as a whole, so nothing points here and its own links are not checked.
    """

    class Odd(models.TextChoices):
        JUMP = "jump", _("比上期变动大")
        HIGH = "high", _("远高于同类")
        NEW = "new", _("上期没有")

    run = models.ForeignKey(
        BillingRun, models.DO_NOTHING, related_name="lines", db_index=False, db_constraint=False
    )
    tariff = models.ForeignKey(
        "ledger.Tariff", models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    unit = models.ForeignKey(
        "places.Unit", models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    customer = models.ForeignKey(
        "people.Customer", models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    number = models.BigIntegerField(null=True)
    text = models.CharField(_("名称"), max_length=120, blank=True)
    period_start = models.DateField(_("计费起"), null=True)
    period_end = models.DateField(_("计费止"), null=True)
    due_on = models.DateField(_("应缴日期"), null=True)
    due_after = models.SmallIntegerField(null=True)
    amount = models.DecimalField(_("金额"), max_digits=14, decimal_places=2, null=True)
    previous = models.DecimalField(_("上期"), max_digits=14, decimal_places=2, null=True)
    odd = models.CharField(_("异常"), max_length=5, choices=Odd, blank=True)
    reason = models.CharField(_("未出账原因"), max_length=16, blank=True)
    replaces = models.ForeignKey(
        "ledger.Charge", models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    basis = models.JSONField(_("计算依据"), default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("账单草稿")
        indexes = [models.Index(fields=["run", "tariff", "unit"], name="draft_run")]

    def __str__(self) -> str:
        return self.text or self.reason
