"""What was said on the telephone or at the door, and what was promised."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow, ScopedQuerySet

STAFF = settings.AUTH_USER_MODEL


class Contact(EstateRow):
    """One try to talk with a debtor. Append-only in use; `next_on` is the day he may be called again."""

    class Result(models.TextChoices):
        MISSED = "missed", _("没联系上")
        PROMISED = "promised", _("承诺缴费")
        DISPUTED = "disputed", _("对费用有异议")
        REFUSED = "refused", _("拒绝缴费")
        OTHER = "other", _("其他")

    class Way(models.TextChoices):
        PHONE = "phone", _("电话")
        VISIT = "visit", _("上门")

    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey(
        "people.Customer", models.PROTECT, null=True, related_name="+", db_index=False
    )
    way = models.CharField(_("方式"), max_length=5, choices=Way, default=Way.PHONE)
    result = models.CharField(_("结果"), max_length=8, choices=Result)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    owed = models.DecimalField(_("当时欠费"), max_digits=14, decimal_places=2)
    next_on = models.DateField(_("下次联系"))
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="+", verbose_name=_("投诉事项")
    )
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(STAFF, models.PROTECT, related_name="+", verbose_name=_("联系人"), db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = _("催缴联系")
        indexes = [
            models.Index(fields=["estate", "unit", "customer", "-at"], name="contact_debtor"),
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()} {self.at}"


class PromiseQuerySet(ScopedQuerySet["Promise"]):
    def running(self, today: date) -> "PromiseQuerySet":
        """Not kept yet, and the day has not passed."""
        return self.filter(kept_on=None, withdrawn_at=None, on__gte=today)

    def broken(self, today: date) -> "PromiseQuerySet":
        """The day passed without the money, or it came late."""
        missed = Q(kept_on=None, on__lt=today) | Q(kept_on__gt=F("on"))
        return self.filter(missed, withdrawn_at=None)


class Promise(EstateRow):
    """A debtor said how much he will pay by which day. `owed` was open on `charge_ids` when he said so."""

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="promise")
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey(
        "people.Customer", models.PROTECT, null=True, related_name="+", db_index=False
    )
    amount = models.DecimalField(_("承诺金额"), max_digits=14, decimal_places=2)
    on = models.DateField(_("承诺日期"))
    owed = models.DecimalField(_("当时欠费"), max_digits=14, decimal_places=2)
    charge_ids = ArrayField(models.BigIntegerField())
    kept_on = models.DateField(_("兑现日期"), null=True)
    withdrawn_at = models.DateTimeField(_("改期时间"), null=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("缴费承诺")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="promise_positive"),
            models.CheckConstraint(condition=Q(amount__lte=F("owed")), name="promise_of_what_is_owed"),
        ]
        indexes = [
            models.Index("estate", Coalesce("unit_id", 0), Coalesce("customer_id", 0), name="promise_debtor"),
            models.Index(
                fields=["estate", "on"], condition=Q(kept_on=None, withdrawn_at=None), name="promise_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.on}"

    def state(self, today: date) -> str:
        """kept, late, running, broken or withdrawn."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.kept_on:
            return "kept" if self.kept_on <= self.on else "late"
        return "running" if self.on >= today else "broken"
