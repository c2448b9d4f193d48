"""What somebody need not pay in full, because another person agreed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Unit
from guanjia.engine.access.rows import EstateRow, ScopedQuerySet


class ReductionQuerySet(ScopedQuerySet["Reduction"]):
    def waiting(self) -> "ReductionQuerySet":
        return self.filter(state=Reduction.State.ASKED)

    def counting(self) -> "ReductionQuerySet":
        """Approved; one that was ended still counts for its days."""
        return self.filter(state__in=[Reduction.State.APPROVED, Reduction.State.ENDED])


class Reduction(EstateRow):
    """So many percent less from a day to a day: of one unit, or of all units of a status (vacant), of one fee or all.

    It counts once somebody else than the person who asked has approved it.
    """

    class Kind(models.TextChoices):
        VACANT = "vacant", _("空置")
        HARDSHIP = "hardship", _("困难")
        AGREED = "agreed", _("协议")
        DEFECT = "defect", _("房屋质量")
        OTHER = "other", _("其他")

    class State(models.TextChoices):
        ASKED = "asked", _("待审批")
        APPROVED = "approved", _("已同意")
        REFUSED = "refused", _("未同意")
        ENDED = "ended", _("已终止")

    unit = models.ForeignKey(
        "places.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reductions",
        verbose_name=_("房产"),
    )
    unit_status = models.CharField(_("房产状态"), max_length=12, blank=True)
    tariff = models.ForeignKey(
        "ledger.Tariff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("收费项目")
    )
    kind = models.CharField(_("事由"), max_length=8, choices=Kind)
    percent = models.DecimalField(_("减免（%）"), max_digits=5, decimal_places=2)
    since = models.DateField(_("从"))
    until = models.DateField(_("到"), null=True, blank=True)
    reason = models.CharField(_("说明"), max_length=200)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("申请人")
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("审批人")
    )
    decision = models.CharField(_("审批意见"), max_length=200, blank=True)

    objects = ReductionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("减免")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gt=0) & Q(percent__lte=100), name="reduction_percent"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="reduction_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, unit_status="") | (Q(unit=None) & ~Q(unit_status="")),
                name="reduction_of_something",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(asked_by=None) | ~Q(decided_by=F("asked_by")),
                name="reduction_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["estate", "state"], name="reduction_estate")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.percent}%"

    @property
    def status_label(self) -> str:
        """The status of units that it is for, in words."""
        return str(dict(Unit.Status.choices).get(self.unit_status, ""))
