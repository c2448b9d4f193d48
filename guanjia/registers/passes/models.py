"""Passes of workers and other people who come and go for a time (出入证、施工证)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.engine.register.models import RegisterRow


class WorkerPass(RegisterRow):
    """A numbered pass of one person, good from a day to a day, until it is given back."""

    class Kind(models.TextChoices):
        WORKS = "works", _("施工证")
        ENTRY = "entry", _("临时出入证")

    number = models.CharField(_("证件号码"), max_length=24)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind)
    name = models.CharField(_("姓名"), max_length=60)
    contractor = models.ForeignKey(
        "contractors.Contractor", models.PROTECT, null=True, blank=True, related_name="passes",
        verbose_name=_("所属单位"),
    )  # fmt: skip
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="worker_passes",
        verbose_name=_("施工房号"),
    )  # fmt: skip
    valid_from = models.DateField(_("有效期自"))
    valid_until = models.DateField(_("有效期至"))
    deposit = models.DecimalField(_("押金（元）"), max_digits=8, decimal_places=2, default=0)
    origin = models.CharField(_("来源"), max_length=40, blank=True, editable=False, help_text="case:17")
    returned_at = models.DateTimeField(_("交回时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("施工与出入证")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "number"], condition=Q(retired_at=None), name="worker_pass_once",
                violation_error_message=_("这个证件号码已经登记过"),
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="worker_pass_days",
                violation_error_message=_("有效期的止日不能早于起日"),
            ),
            models.CheckConstraint(
                condition=Q(deposit__gte=0), name="worker_pass_deposit",
                violation_error_message=_("押金不能是负数"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["origin"], condition=~Q(origin=""), name="worker_pass_origin")]

    def __str__(self) -> str:
        return self.number

    def state(self, day: date) -> str:
        """valid, lapsed, early (not yet) or returned on this day."""
        if self.returned_at or self.retired_at:
            return "returned"
        if day > self.valid_until:
            return "lapsed"
        return "valid" if day >= self.valid_from else "early"


class Stay(EstateRow):
    """One time that the person of a pass was inside: from the tap of the guard who let him in to the one out."""

    worker_pass = models.ForeignKey(WorkerPass, models.PROTECT, related_name="stays", db_index=False)
    entered_at = models.DateTimeField(_("进门时间"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("进门登记人"),
    )
    left_at = models.DateTimeField(_("出门时间"), null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("出门登记人"),
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = _("进出记录")
        constraints = [
            models.UniqueConstraint(
                fields=["worker_pass"], condition=Q(left_at=None), name="stay_inside_once"
            ),
            models.CheckConstraint(
                condition=Q(left_at=None, left_by=None)
                | Q(left_at__gte=F("entered_at"), left_by__isnull=False),
                name="stay_left_after_entering",
            ),
        ]
        indexes = [
            models.Index(fields=["worker_pass", "entered_at"], name="stay_of_pass"),
            models.Index(fields=["company", "estate"], condition=Q(left_at=None), name="stay_now"),
        ]

    def __str__(self) -> str:
        return str(self.worker_pass)
