"""How much a fee is, from which day on, for whom."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateOrCompanyRow, EstateRow, ScopedQuerySet
from guanjia.kernel.money import Rounding


class TariffVersionQuerySet(ScopedQuerySet["TariffVersion"]):
    def standing(self) -> "TariffVersionQuerySet":
        """Not withdrawn before its day."""
        return self.filter(withdrawn_at=None)


class TariffVersion(EstateOrCompanyRow):
    """A fee as it is from `since` on (through `until`, if it ends). An estate's own versions go before its company's.

    `price` is for one ㎡, unit or space and a month (`per` month) or a whole period. `steps` are `[[limit or null,
    price], …]` as strings, the limits by month.
    """

    class Method(models.TextChoices):
        AREA = "area", _("面积 × 单价")
        FIXED = "fixed", _("每户固定")
        COUNT = "count", _("数量 × 单价")
        METERED = "metered", _("抄表阶梯")
        SHARED = "shared", _("总额分摊")
        PERCENT = "percent", _("按另一项的百分比")

    class Per(models.TextChoices):
        MONTH = "month", _("每月")
        PERIOD = "period", _("每周期")

    class Cycle(models.TextChoices):
        MONTH = "month", _("月")
        QUARTER = "quarter", _("季")
        HALF = "half", _("半年")
        YEAR = "year", _("年")

    class ShareBy(models.TextChoices):
        AREA = "area", _("按面积")
        HOUSEHOLD = "household", _("按户")
        USAGE = "usage", _("按用量")
        WEIGHT = "weight", _("按权重")

    class Quantity(models.TextChoices):
        ASSIGNED = "assigned", _("登记的数量")
        SPACES = "spaces", _("名下车位数")

    class Payer(models.TextChoices):
        OWNER = "owner", _("业主")
        TENANT = "tenant", _("租户")
        TENANT_FIRST = "tenant_first", _("有租户由租户，否则业主")

    class Rounded(models.TextChoices):
        TO_FEN = Rounding.TO_FEN.name, _("四舍五入到分")
        TO_JIAO = Rounding.TO_JIAO.name, _("四舍五入到角")
        TO_YUAN = Rounding.TO_YUAN.name, _("四舍五入到元")
        DROP_FEN = Rounding.DROP_FEN.name, _("舍去分")
        DROP_JIAO = Rounding.DROP_JIAO.name, _("舍去角分")

    class Due(models.TextChoices):
        START = "start", _("周期第一天")
        END = "end", _("周期最后一天")
        ISSUED = "issued", _("出账日")

    tariff = models.ForeignKey(
        "ledger.Tariff", models.PROTECT, related_name="versions", verbose_name=_("收费项目")
    )
    since = models.DateField(_("生效日期"))
    until = models.DateField(_("失效日期"), null=True, blank=True)
    method = models.CharField(_("计费方式"), max_length=8, choices=Method)
    price = models.DecimalField(_("单价"), max_digits=12, decimal_places=4, null=True, blank=True)
    per = models.CharField(_("单价按"), max_length=6, choices=Per, default=Per.MONTH)
    steps = models.JSONField(_("阶梯"), default=list, blank=True)
    meter_kind = models.SlugField(_("表种"), max_length=20, blank=True)
    share_by = models.CharField(_("分摊办法"), max_length=9, choices=ShareBy, blank=True)
    percent = models.DecimalField(_("百分比"), max_digits=7, decimal_places=4, null=True, blank=True)
    base = models.ForeignKey(
        "ledger.Tariff",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("以哪项为基数"),
    )
    quantity = models.CharField(_("数量来自"), max_length=8, choices=Quantity, default=Quantity.ASSIGNED)
    cycle = models.CharField(_("周期"), max_length=7, choices=Cycle, default=Cycle.MONTH)
    anniversary = models.BooleanField(_("从各户交付日起算"), default=False)
    payer = models.CharField(_("谁付"), max_length=12, choices=Payer, default=Payer.OWNER)
    rounding = models.CharField(_("取整"), max_length=9, choices=Rounded, default=Rounded.TO_FEN)
    due_from = models.CharField(_("应缴日从"), max_length=6, choices=Due, default=Due.START)
    due_days = models.PositiveSmallIntegerField(_("之后几天"), default=0)
    due_day = models.PositiveSmallIntegerField(_("到几号"), default=0)
    unit_kinds = ArrayField(
        models.CharField(max_length=10), default=list, blank=True, verbose_name=_("房产类型")
    )
    unit_statuses = ArrayField(
        models.CharField(max_length=12), default=list, blank=True, verbose_name=_("房产状态")
    )
    buildings = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name=_("楼栋"))
    listed_only = models.BooleanField(_("只对登记的房产"), default=False)
    reason = models.CharField(_("依据"), max_length=200, blank=True)
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    objects = TariffVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("收费标准")
        ordering = ["tariff", "estate", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["tariff", "estate", "since"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="tariff_version_once_a_day",
            ),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gt=0), name="tariff_price_positive"),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__gt=0), name="tariff_percent_positive"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="tariff_version_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(due_day__lte=31), name="tariff_due_day"),
        ]

    def __str__(self) -> str:
        return f"{self.tariff} {self.since}"


class TariffUnit(EstateRow):
    """A unit that a fee is charged to by name, with its quantity, weight or agreed price, from a day to a day."""

    tariff = models.ForeignKey(
        "ledger.Tariff", models.PROTECT, related_name="units", verbose_name=_("收费项目")
    )
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="tariffs", verbose_name=_("房产"))
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)
    quantity = models.DecimalField(_("数量"), max_digits=10, decimal_places=2, null=True, blank=True)
    weight = models.DecimalField(_("权重"), max_digits=10, decimal_places=4, null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("收费对象")
        constraints = [
            models.UniqueConstraint(fields=["tariff", "unit", "since"], name="tariff_unit_once_a_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="tariff_unit_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0), name="tariff_unit_quantity"
            ),
            models.CheckConstraint(condition=Q(weight=None) | Q(weight__gt=0), name="tariff_unit_weight"),
        ]
        indexes = [models.Index(fields=["estate", "tariff"], name="tariff_unit_estate")]

    def __str__(self) -> str:
        return f"{self.tariff_id} → {self.unit_id}"


class SharedBill(EstateRow):
    """A bill that the units of an estate share, for one period of its tariff."""

    tariff = models.ForeignKey(
        "ledger.Tariff", models.PROTECT, related_name="shared_bills", verbose_name=_("收费项目")
    )
    period_start = models.DateField(_("计费起"))
    period_end = models.DateField(_("计费止"))
    amount = models.DecimalField(_("总额"), max_digits=14, decimal_places=2)
    text = models.CharField(_("说明"), max_length=200, blank=True)
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("分摊总额")
        constraints = [
            models.UniqueConstraint(fields=["tariff", "estate", "period_start"], name="shared_bill_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="shared_bill_positive"),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="shared_bill_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tariff_id} {self.period_start}"
