"""Bills taken back, and late fees forgiven."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow


class CreditNote(EstateRow):
    """A bill lowered because it was wrong. `withdraws`: nothing of it is left, so its days may be billed again."""

    charge = models.ForeignKey(
        "ledger.Charge", models.PROTECT, related_name="credit_notes", verbose_name=_("应收")
    )
    entry = models.OneToOneField("ledger.Entry", models.PROTECT, related_name="+")
    amount = models.DecimalField(_("冲减金额"), max_digits=14, decimal_places=2)
    withdraws = models.BooleanField(default=False)
    reason = models.CharField(_("原因"), max_length=200)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("经办人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("红冲单")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="credit_note_positive"),
            models.UniqueConstraint(
                fields=["charge"], condition=Q(withdraws=True), name="charge_withdrawn_once"
            ),
        ]

    def __str__(self) -> str:
        return f"-{self.amount}"


class LateWaiver(EstateRow):
    """A late fee forgiven in part or whole, at once within the person's limit, else when somebody may approve it."""

    class State(models.TextChoices):
        ASKED = "asked", _("待审批")
        APPROVED = "approved", _("已减免")
        REFUSED = "refused", _("未同意")

    charge = models.ForeignKey(
        "ledger.Charge", models.PROTECT, related_name="late_waivers", verbose_name=_("违约金")
    )
    amount = models.DecimalField(_("减免金额"), max_digits=14, decimal_places=2)
    reason = models.CharField(_("原因"), max_length=200)
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
    entry = models.OneToOneField("ledger.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("违约金减免")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="late_waiver_positive"),
            models.UniqueConstraint(
                fields=["charge"], condition=Q(state="asked"), name="late_waiver_asked_once"
            ),
        ]
        indexes = [models.Index(fields=["estate", "state"], name="late_waiver_estate")]

    def __str__(self) -> str:
        return f"-{self.amount}"
