"""Move-in days: a batch, its half hours per building, the homes that are invited, who is being served where."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.work.cases.models import Channel
from guanjia.work.movein.rules import HALF_HOUR

STAFF = settings.AUTH_USER_MODEL


class Station(models.TextChoices):
    """Where a home is served: the steps of the procedure of this name, in its order."""

    VERIFY = "verify", _("核对资料")
    SIGN = "sign", _("签约登记")
    FINANCE = "finance", _("财务缴费")
    INSPECT = "inspect", _("验楼")
    KEYS = "keys", _("领钥匙")


class Batch(EstateRow):
    """Days on which homes of some buildings are handed over. `places` says where each station is."""

    name = models.CharField(_("批次名称"), max_length=60)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    capacity = models.PositiveSmallIntegerField(_("每栋每半小时户数"))
    places = models.JSONField(_("各站地点"), default=dict, blank=True)
    made_by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("建立时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("入住批次")
        constraints = [
            models.UniqueConstraint(fields=["estate", "name"], name="movein_batch_name_once"),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="movein_batch_days_in_order"
            ),
        ]
        indexes = [models.Index(fields=["estate", "-starts_on"], name="movein_batch_by_day")]

    def __str__(self) -> str:
        return self.name


class Slot(EstateRow):
    """A half hour of one building; `booked` never exceeds `capacity`, whoever writes it."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="slots")
    building = models.ForeignKey("places.Building", models.PROTECT, related_name="+")
    begins_at = models.DateTimeField(_("开始时间"))
    capacity = models.PositiveSmallIntegerField(_("可约户数"))
    booked = models.PositiveSmallIntegerField(_("已约户数"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("预约时段")
        constraints = [
            models.UniqueConstraint(fields=["batch", "building", "begins_at"], name="movein_slot_once"),
            models.CheckConstraint(condition=Q(booked__lte=F("capacity")), name="movein_slot_not_overbooked"),
        ]

    @property
    def free(self) -> int:
        return self.capacity - self.booked

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + HALF_HOUR


class Home(EstateRow):
    """A home that is invited: the one slot it has, and the one case that its coming opened."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="homes")
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+", verbose_name=_("房号"))
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, related_name="homes")
    channel = models.CharField(_("预约方式"), max_length=10, choices=Channel, blank=True)
    booked_at = models.DateTimeField(_("预约时间"), null=True)
    arrived_at = models.DateTimeField(_("到场时间"), null=True)
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("交付房屋")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(withdrawn_at=None), name="movein_home_in_one_batch"
            ),
            models.CheckConstraint(
                condition=Q(slot=None, booked_at=None) | Q(slot__isnull=False, booked_at__isnull=False),
                name="movein_home_booked",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None, case=None) | Q(arrived_at__isnull=False, case__isnull=False),
                name="movein_home_comes_with_a_case",
            ),
        ]

    def __str__(self) -> str:
        return self.unit.spoken_address


class Call(EstateRow):
    """A waiting home was called to a station: who serves it, since when."""

    home = models.ForeignKey(Home, models.PROTECT, related_name="calls")
    step = models.OneToOneField("cases.Step", models.PROTECT, related_name="called")
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("叫号时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("叫号")
