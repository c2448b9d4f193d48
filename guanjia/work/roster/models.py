"""Shifts, and who has which from when to when."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
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
    """One person on duty in one estate, from a moment to a moment. `day` is the roster's column."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="shifts", verbose_name=_("员工")
    )
    kind = models.ForeignKey(ShiftKind, models.PROTECT, related_name="shifts", verbose_name=_("班次"))
    day = models.DateField(_("日期"))
    starts_at = models.DateTimeField(_("上班时间"))
    ends_at = models.DateTimeField(_("下班时间"))
    cancelled_at = models.DateTimeField(null=True, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind_id}"
