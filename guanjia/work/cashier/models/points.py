"""Points given, which run out."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow


class PointsGrant(EstateRow):
    """Points of one customer from one occasion; spent oldest first. The sum of `left` is the balance of his account."""

    customer = models.ForeignKey("people.Customer", models.PROTECT, related_name="points")
    payment = models.ForeignKey("cashier.Payment", models.PROTECT, null=True, related_name="points_given")
    text = models.CharField(_("来由"), max_length=120)
    points = models.PositiveIntegerField(_("积分"))
    left = models.PositiveIntegerField(_("剩余"))
    at = models.DateTimeField(_("时间"))
    expires_on = models.DateField(_("到期日"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("积分")
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0) & Q(left__lte=F("points")), name="points_left"),
        ]
        indexes = [
            models.Index(fields=["customer", "expires_on"], condition=Q(left__gt=0), name="points_live"),
            models.Index(fields=["expires_on"], condition=Q(left__gt=0), name="points_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.points}"
