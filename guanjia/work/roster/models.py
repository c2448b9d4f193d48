"""Shifts, and who has which from when to when."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import CompanyRow, EstateRow


class ShiftKind(CompanyRow):
    """Early, middle, night: wall-clock times of one kind of shift. One that ends before it starts crosses midnight."""

    code = models.SlugField(_("代码"), max_length=10)
    name = models.CharField(_("班次"), max_length=20)
    mark = models.CharField(_("简称"), max_length=2)
    starts = models.TimeField(_("上班"))
    ends = models.TimeField(_("下班"))
    order = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("班次")
        ordering = ["order", "starts", "id"]
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="shift_kind_once"),
            models.CheckConstraint(condition=~Q(starts=F("ends")), name="shift_kind_has_length"),
        ]

    def __str__(self) -> str:
        return self.name


class Moments(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


class DutyShift(EstateRow):
    """One person on duty in one estate, from a moment to a moment. `day` is the roster's column.

    A shift that a leave frees is cancelled and `freed_by` it: a gap, until somebody's shift `covers` it.
    """

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="shifts", verbose_name=_("员工")
    )
    kind = models.ForeignKey(ShiftKind, models.PROTECT, related_name="shifts", verbose_name=_("班次"))
    day = models.DateField(_("日期"))
    starts_at = models.DateTimeField(_("上班时间"))
    ends_at = models.DateTimeField(_("下班时间"))
    cancelled_at = models.DateTimeField(null=True, blank=True)
    freed_by = models.ForeignKey(
        "Leave", models.PROTECT, null=True, blank=True, related_name="freed", db_index=False
    )
    covers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="covered_by", db_index=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("值班")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_ends_after_start"),
            ExclusionConstraint(
                name="duty_no_overlap",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    (Moments("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "day"], condition=Q(cancelled_at=None), name="duty_day"),
            models.Index(fields=["estate", "ends_at"], condition=Q(cancelled_at=None), name="duty_now"),
            models.Index(fields=["estate", "day"], condition=Q(freed_by__isnull=False), name="duty_freed"),
            models.Index(fields=["covers"], condition=Q(covers__isnull=False), name="duty_covers"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind_id}"


class Days(Func):
    """daterange(first, last, '[]')."""

    function = "daterange"
    output_field = DateRangeField()


class Leave(EstateRow):
    """A person is away, from a day to a day, both included, as approved in the case that `origin` names."""

    class Kind(models.TextChoices):
        ANNUAL = "annual", _("年休假")
        PERSONAL = "personal", _("事假")
        SICK = "sick", _("病假")
        MARRIAGE = "marriage", _("婚假")
        MATERNITY = "maternity", _("产假、陪产假")
        FUNERAL = "funeral", _("丧假")
        LIEU = "lieu", _("调休")
        OTHER = "other", _("其他")

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="leaves", verbose_name=_("员工")
    )
    first_day = models.DateField(_("起始日期"))
    last_day = models.DateField(_("截止日期"))
    kind = models.CharField(_("假别"), max_length=10, choices=Kind)
    origin = models.CharField(_("来源"), max_length=40, help_text="case:17")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("请假")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="leave_ends_after_start"),
            ExclusionConstraint(
                name="leave_no_overlap",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    (Days("first_day", "last_day", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "last_day"], condition=Q(cancelled_at=None), name="leave_now")
        ]

    def __str__(self) -> str:
        return f"{self.first_day} {self.kind}"
