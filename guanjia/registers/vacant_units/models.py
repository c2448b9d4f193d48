"""Homes nobody has taken over yet: what is to be looked after."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class VacantUnit(RegisterRow):
    """A home without occupants; it leaves the list when it is handed over."""

    class Kind(models.TextChoices):
        UNSOLD = "unsold", _("未售")
        UNCLAIMED = "unclaimed", _("已售未收楼")
        AWAY = "away", _("业主委托看管")

    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="vacancies", verbose_name=_("房号"))
    kind = models.CharField(_("空置类别"), max_length=10, choices=Kind)
    vacant_since = models.DateField(_("空置起始日期"), null=True, blank=True)
    key_tag = models.CharField(_("钥匙牌号"), max_length=20, blank=True)
    checked_on = models.DateField(_("最近巡查"), null=True, blank=True, editable=False)
    next_round_on = models.DateField(_("下次巡查"), null=True, blank=True, editable=False)
    faults = models.PositiveSmallIntegerField(_("未修复问题"), default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("空置房")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "unit"], condition=Q(retired_at=None), name="vacant_unit_once",
                violation_error_message=_("这套房已经在空置房台账里"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.unit)
