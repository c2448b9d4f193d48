"""Meters and what was read off them."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow, ScopedQuerySet
from guanjia.work.meters import rules


class MeterQuerySet(ScopedQuerySet["Meter"]):
    def in_use(self) -> "MeterQuerySet":
        return self.filter(removed_on=None, retired_at=None)

    def with_place(self) -> "MeterQuerySet":
        return self.select_related("estate", "building", "unit__building")


class Meter(EstateRow):
    """One device on the wall: of a home, or (without one) shared by a building or the whole estate.

    Its first reading is a start. Another device takes its place as a new row that `replaces` it.
    """

    class Kind(models.TextChoices):
        COLD_WATER = "cold_water", _("冷水表")
        HOT_WATER = "hot_water", _("热水表")
        ELECTRICITY = "electricity", _("电表")
        GAS = "gas", _("燃气表")
        HEAT = "heat", _("热量表")

    UNITS = {"cold_water": "m³", "hot_water": "m³", "electricity": "kWh", "gas": "m³", "heat": "GJ"}

    building = models.ForeignKey(
        "places.Building",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meters",
        verbose_name=_("楼栋"),
    )
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="meters", db_index=False,
        verbose_name=_("房产"),
    )  # fmt: skip
    kind = models.CharField(_("表种"), max_length=12, choices=Kind, default=Kind.COLD_WATER)
    number = models.CharField(_("表号"), max_length=40)
    place = models.CharField(_("位置"), max_length=60, blank=True)
    multiplier = models.DecimalField(_("倍率"), max_digits=10, decimal_places=4, default=1)
    dial = models.PositiveSmallIntegerField(_("表盘整数位数"), default=6)
    installed_on = models.DateField(_("装表日期"), null=True, blank=True)
    removed_on = models.DateField(_("拆表日期"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("换下的表")
    )
    retired_at = models.DateTimeField(_("作废时间"), null=True, blank=True)

    objects = MeterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("仪表")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "kind", "number"],
                condition=Q(removed_on=None, retired_at=None),
                name="meter_number_once",
            ),
            models.CheckConstraint(condition=Q(multiplier__gt=0), name="meter_multiplier_positive"),
            models.CheckConstraint(condition=Q(dial__gte=3, dial__lte=9), name="meter_dial"),
            models.CheckConstraint(
                condition=Q(removed_on=None) | Q(installed_on=None) | Q(removed_on__gte=F("installed_on")),
                name="meter_removed_after_installed",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "kind"], name="meter_of_unit"),
            models.Index(fields=["estate", "kind"], name="meter_of_estate"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def measure(self) -> str:
        """What it counts in."""
        return self.UNITS[self.kind]

    @property
    def where(self) -> str:
        """The home, or what the meter is shared by."""
        if self.unit:
            return self.unit.spoken_address
        shared = self.building.name if self.building else str(_("项目公用"))
        return f"{shared} {self.place}".strip()

    @property
    def usual(self) -> Decimal:
        """Use of an ordinary day, on the dial."""
        return rules.USUAL_PER_DAY[self.kind]


class MeterReadingQuerySet(ScopedQuerySet["MeterReading"]):
    def current(self) -> "MeterReadingQuerySet":
        """Without those that a correction stands for or that were taken back."""
        return self.filter(retired_at=None)

    def counted(self) -> "MeterReadingQuerySet":
        """Those that may be billed."""
        return self.current().filter(Q(doubt="") | Q(confirmed_at__isnull=False))

    def doubtful(self) -> "MeterReadingQuerySet":
        """Those that somebody must look at before they can be billed."""
        return self.current().exclude(doubt="").filter(confirmed_at=None)


class MeterReading(EstateRow):
    """What a dial showed on a day; one for each meter and day. Never overwritten: a correction is a new row that
    `corrects` this one, which is then retired. What a published bill stands on (`billed_at`) does not change at all.

    `used` and `mark` follow from the readings before (see rules.judge) and are kept here for billing.
    """

    class Source(models.TextChoices):
        START = "start", _("起始读数")
        SHEET = "sheet", _("抄表单")
        PHONE = "phone", _("手机抄表")
        EXCEL = "excel", _("表格导入")
        ESTIMATE = "estimate", _("估抄")
        REMOVAL = "removal", _("拆表读数")

    class Doubt(models.TextChoices):
        NONE = "", ""
        BACKWARDS = rules.BACKWARDS, _("读数倒走")
        JUMP = rules.JUMP, _("用量突增")

    meter = models.ForeignKey(Meter, models.PROTECT, related_name="readings", db_index=False)
    on = models.DateField(_("抄表日期"))
    value = models.DecimalField(_("读数"), max_digits=13, decimal_places=3)
    source = models.CharField(_("来源"), max_length=8, choices=Source)
    estimated = models.BooleanField(_("估抄"), default=False)
    used = models.DecimalField(_("走数"), max_digits=13, decimal_places=3, default=0)
    mark = models.DecimalField(max_digits=13, decimal_places=3)
    doubt = models.CharField(_("疑问"), max_length=9, blank=True, choices=Doubt, default="")
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    rolled = models.BooleanField(_("表盘走满翻转"), default=False)
    reason = models.CharField(_("确认或更正的原因"), max_length=200, blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    retired_at = models.DateTimeField(_("作废时间"), null=True)
    billed_at = models.DateTimeField(_("出账时间"), null=True)
    photo = models.FileField(_("照片"), upload_to="meters/%Y/%m/", blank=True)
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    by_name = models.CharField(_("抄表人"), max_length=40)

    objects = MeterReadingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("抄表读数")
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meter", "on"], condition=Q(retired_at=None), name="reading_once_a_day"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="reading_not_negative"),
            models.CheckConstraint(condition=Q(used__gte=0), name="reading_used_not_negative"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(reason=""), name="reading_confirmed_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(billed_at=None)
                | (Q(retired_at=None) & (Q(doubt="") | Q(confirmed_at__isnull=False))),
                name="reading_billed_when_sure",
            ),
        ]
        indexes = [
            models.Index(
                fields=["estate", "on"], condition=Q(confirmed_at=None, retired_at=None) & ~Q(doubt=""),
                name="reading_doubtful",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.on} {self.value.normalize():f}"

    @property
    def is_counted(self) -> bool:
        return not self.doubt or self.confirmed_at is not None

    def point(self, *, settled: bool) -> rules.Point:
        """For judging. `settled`: a bill stands on it or on a later one."""
        judged = rules.Judged(self.used, self.mark, self.doubt) if settled else None
        return rules.Point(self.on, self.value, self.confirmed_at is not None, self.rolled, judged)
