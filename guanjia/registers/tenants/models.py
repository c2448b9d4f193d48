"""Tenants: who lives here on a lease, until when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Tenant(RegisterRow):
    """A lease of a home by a tenant with so many people."""

    name = models.CharField(_("租户姓名"), max_length=60)
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="tenants", verbose_name=_("房号"))
    persons = models.PositiveSmallIntegerField(_("居住人数"))
    since = models.DateField(_("租期起"))
    until = models.DateField(_("租期止"))
    landlord = models.CharField(_("出租人"), max_length=60, blank=True)
    occupancy = models.ForeignKey(
        "people.Occupancy", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    police_on = models.DateField(_("报派出所日期"), null=True, blank=True, editable=False)
    checked_on = models.DateField(_("最近核查"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("租户")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "unit", "name"], condition=Q(retired_at=None), name="tenant_once",
                violation_error_message=_("这位租户已经登记在这套房里"),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="tenant_ends_after_start",
                violation_error_message=_("租期止不能早于租期起"),
            ),
            models.CheckConstraint(
                condition=Q(persons__gt=0), name="tenant_somebody", violation_error_message=_("居住人数要大于零")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
