"""The company and what it looks after: branches, estates, buildings, units, butler zones."""

from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access import EVERYWHERE
from guanjia.engine.access.rows import CompanyRow, EstateRow, ScopedQuerySet


class Company(models.Model):
    """The tenant of the system. Its own row is read before anybody is signed in, so it has no row security."""

    name = models.CharField(_("公司名称"), max_length=100, unique=True)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    hotline = models.CharField(_("服务热线"), max_length=30, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("公司")

    def __str__(self) -> str:
        return self.short_name or self.name


class Branch(CompanyRow):
    """Level between company and estate."""

    name = models.CharField(_("区域名称"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("区域")
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="branch_name_once")]

    def __str__(self) -> str:
        return self.name


class Estate(CompanyRow):
    """One managed property with its own service centre."""

    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="estates", verbose_name=_("区域")
    )
    code = models.SlugField(_("项目代码"), max_length=12)
    name = models.CharField(_("项目名称"), max_length=100)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    time_zone = models.CharField(_("时区"), max_length=40, default="Asia/Shanghai")
    hotline = models.CharField(_("服务热线"), max_length=30, blank=True)
    handed_over_on = models.DateField(_("交付日期"), null=True, blank=True)

    row_policy = (
        "(SELECT guanjia_system()) OR (company_id = (SELECT guanjia_company()) AND"
        " ((SELECT guanjia_everywhere()) OR id = ANY ((SELECT guanjia_estates())::bigint[])))"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("项目")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="estate_code_once"),
            models.UniqueConstraint(fields=["company", "name"], name="estate_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope(cls, actor) -> Q:
        here = super().scope(actor)
        return here if actor.estate_ids is EVERYWHERE else here & Q(pk__in=actor.estate_ids)


class Building(EstateRow):
    name = models.CharField(_("楼栋"), max_length=30)
    order = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("楼栋")
        ordering = ["estate", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["estate", "name"], name="building_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def spoken(self) -> str:
        """`3栋`, as people say it."""
        return f"{self.name}栋" if self.name.isdigit() else self.name


class Zone(EstateRow):
    """Units looked after by one butler."""

    name = models.CharField(_("片区"), max_length=40)
    butler = models.ForeignKey(
        "team.Staff", models.PROTECT, null=True, blank=True, related_name="zones", verbose_name=_("管家")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("片区")
        constraints = [models.UniqueConstraint(fields=["estate", "name"], name="zone_name_once")]

    def __str__(self) -> str:
        return self.name


def _padded(column: str) -> Func:
    """`3-10-201` → `000003-000010-000201`, so that rooms sort as people count."""
    longer = Func(F(column), Value(r"(\d+)"), Value(r"00000\1"), Value("g"), function="regexp_replace")
    return Func(longer, Value(r"0*(\d{6})(?!\d)"), Value(r"\1"), Value("g"), function="regexp_replace")


class UnitQuerySet(ScopedQuerySet):
    def spoken(self, estate_id: int, key: str) -> "UnitQuerySet":
        """The unit that a normalised room key such as `3-2-1501` names in an estate."""
        return self.filter(estate_id=estate_id, key=key)


class Unit(EstateRow):
    """A flat, shop, office or parking space."""

    class Kind(models.TextChoices):
        FLAT = "flat", _("住宅")
        SHOP = "shop", _("商铺")
        OFFICE = "office", _("办公")
        PARKING = "parking", _("车位")

    class Status(models.TextChoices):
        VACANT = "vacant", _("空置")
        OCCUPIED = "occupied", _("已入住")
        RENOVATING = "renovating", _("装修中")
        LET = "let", _("出租")

    building = models.ForeignKey(Building, models.PROTECT, related_name="units", verbose_name=_("楼栋"))
    zone = models.ForeignKey(
        Zone, models.SET_NULL, null=True, blank=True, related_name="units", verbose_name=_("片区")
    )
    entrance = models.CharField(_("单元"), max_length=20, blank=True)
    floor = models.SmallIntegerField(_("楼层"), null=True, blank=True)
    number = models.CharField(_("房号"), max_length=30)
    key = models.CharField(_("规范房号"), max_length=80, help_text="3-2-1501")
    sort_key = models.GeneratedField(
        expression=_padded("key"), output_field=models.TextField(), db_persist=True, verbose_name=_("房号")
    )
    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.FLAT)
    status = models.CharField(_("状态"), max_length=12, choices=Status, default=Status.OCCUPIED)
    area = models.DecimalField(_("建筑面积（㎡）"), max_digits=10, decimal_places=2, null=True, blank=True)
    handed_over_on = models.DateField(_("交付日期"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=500, blank=True)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("房产")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "key"], condition=Q(retired_at=None), name="unit_key_once"
            ),
            models.CheckConstraint(condition=Q(area__isnull=True) | Q(area__gt=0), name="unit_area_positive"),
        ]
        indexes = [
            models.Index(fields=["estate", "kind", "status"]),
            models.Index(fields=["sort_key", "id"], name="unit_as_counted"),
        ]

    def __str__(self) -> str:
        return self.spoken_address

    @property
    def spoken_address(self) -> str:
        """`3栋2单元1501`, as people say it."""
        entrance = f"{self.entrance}单元" if self.entrance.isdigit() else self.entrance
        return f"{self.building.spoken}{entrance}{self.number}"
