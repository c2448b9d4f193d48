"""Drawers, and who has one from when to when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow


class Till(EstateRow):
    """A cash drawer at a counter. Its money is the ledger's account CASH with this key."""

    name = models.CharField(_("收银台"), max_length=30)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("收银台")
        ordering = ["estate", "id"]
        constraints = [models.UniqueConstraint(fields=["estate", "name"], name="till_name_once")]

    def __str__(self) -> str:
        return self.name


class CashSession(EstateRow):
    """A cashier's shift at a till: begins with the float, ends with a count, is handed to somebody by name.

    At the end `booked` is what the books say lies in the drawer, `counted` what lies there.
    """

    number = models.CharField(_("班次号"), max_length=20)
    till = models.ForeignKey(Till, models.PROTECT, related_name="sessions", verbose_name=_("收银台"))
    cashier = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cash_sessions", verbose_name=_("收银员")
    )
    opened_at = models.DateTimeField(_("开班时间"))
    float = models.DecimalField(_("备用金"), max_digits=10, decimal_places=2)
    closed_at = models.DateTimeField(_("交班时间"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(_("点钞"), default=dict)
    booked = models.DecimalField(_("账面现金"), max_digits=14, decimal_places=2, null=True, blank=True)
    counted = models.DecimalField(_("实点现金"), max_digits=14, decimal_places=2, null=True, blank=True)
    explanation = models.CharField(_("差异说明"), max_length=300, blank=True)
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("交给")
    )
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("收银班次")
        constraints = [
            models.UniqueConstraint(fields=["estate", "number"], name="cash_session_number_once"),
            models.UniqueConstraint(fields=["till"], condition=Q(closed_at=None), name="till_open_once"),
            models.UniqueConstraint(
                fields=["cashier"], condition=Q(closed_at=None), name="cashier_open_once"
            ),
            models.CheckConstraint(condition=Q(float__gte=0), name="cash_session_float"),
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(booked__isnull=False, counted__isnull=False, closed_at__gte=F("opened_at")),
                name="cash_session_counted",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(counted=F("booked")) | ~Q(explanation=""),
                name="cash_session_difference_explained",
            ),
            models.CheckConstraint(
                condition=Q(handed_to=None) | ~Q(handed_to=F("cashier")), name="cash_session_to_another"
            ),
        ]
        indexes = [models.Index(fields=["estate", "-opened_at"], name="cash_session_recent")]

    def __str__(self) -> str:
        return self.number

    @property
    def difference(self):
        """Counted less booked; None while the shift runs."""
        return None if self.counted is None else self.counted - self.booked
