"""What a home or person owes."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow, ScopedQuerySet
from guanjia.work.ledger.models.chart import Tariff


class ChargeQuerySet(ScopedQuerySet["Charge"]):
    def open(self) -> "ChargeQuerySet":
        """Not yet settled in full."""
        return self.filter(settled__lt=F("amount"))

    def overdue(self, today: date) -> "ChargeQuerySet":
        """Open, and the last day for paying has passed."""
        return self.open().filter(due_on__lt=today)

    def oldest_first(self) -> "ChargeQuerySet":
        return self.order_by("due_on", "period_start", "id")


class Charge(EstateRow):
    """One published bill line, as things were on the day: nothing of it changes but how far it is settled.

    `settled` is kept by the database from the transfers that name the charge: payments, credit notes, waivers and
    their reversals. `basis` is the snapshot the amount came from (area, price, reading, names). A correction is a
    credit note and a new charge that `replaces` this one.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", _("账单")
        ONE_OFF = "one_off", _("临时收费")
        LATE = "late", _("违约金")
        OPENING = "opening", _("期初欠费")

    tariff = models.ForeignKey(Tariff, models.PROTECT, related_name="charges", verbose_name=_("收费项目"))
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="charges", db_index=False
    )
    customer = models.ForeignKey(
        "people.Customer", models.PROTECT, null=True, blank=True, related_name="charges", db_index=False
    )
    kind = models.CharField(_("类型"), max_length=8, choices=Kind, default=Kind.REGULAR)
    text = models.CharField(_("名称"), max_length=120)
    period_start = models.DateField(_("计费起"))
    period_end = models.DateField(_("计费止"))
    due_on = models.DateField(_("应缴日期"))
    on = models.DateField(_("出账日期"))
    amount = models.DecimalField(_("应收"), max_digits=14, decimal_places=2)
    settled = models.DecimalField(_("已结"), max_digits=14, decimal_places=2, default=0, db_default=0)
    basis = models.JSONField(_("计算依据"), default=dict)
    entry = models.ForeignKey(
        "ledger.Entry", models.PROTECT, null=True, related_name="charges", db_index=False
    )
    late_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="late_fees")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    origin = models.CharField(_("来源"), max_length=40, blank=True, help_text="case:17, import:3")

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("应收")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_positive"),
            models.CheckConstraint(
                condition=Q(settled__gte=0) & Q(settled__lte=F("amount")), name="charge_never_paid_twice"
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="charge_period_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(customer__isnull=False), name="charge_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(kind="late", late_of__isnull=False) | (~Q(kind="late") & Q(late_of=None)),
                name="charge_late_of_something",
            ),
            models.UniqueConstraint(
                fields=["tariff", "unit", "period_start"],
                condition=Q(kind="regular", replaces=None),
                name="charge_once_per_period",
            ),
        ]
        indexes = [
            models.Index(fields=["unit"], condition=Q(settled__lt=F("amount")), name="charge_open_unit"),
            models.Index(
                fields=["customer"], condition=Q(settled__lt=F("amount")), name="charge_open_customer"
            ),
            # With all that a list of debtors reads (row security the company), so that it need not look at the rows.
            models.Index(
                fields=["estate", "due_on"],
                include=["company", "unit", "customer", "tariff", "amount", "settled"],
                condition=Q(settled__lt=F("amount")),
                name="charge_open_due",
            ),
            models.Index(fields=["unit", "-due_on"], name="charge_history"),
            models.Index(fields=["estate", "on"], name="charge_issued"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def outstanding(self):
        """What is still owed, in yuan."""
        return self.amount - self.settled
