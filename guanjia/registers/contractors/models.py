"""Contractors: who works in people's homes and on the estate, and until when the licence is good."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Contractor(RegisterRow):
    """A firm that may apply for works. Its licence has a last day. No order goes to it: those go to the firms that
    mend for us (`work.dispatch.Contractor`, 外部维修单位).
    """

    class Kind(models.TextChoices):
        RENOVATION = "renovation", _("装修公司")
        MAINTENANCE = "maintenance", _("维保单位")
        OUTSOURCED = "outsourced", _("外包服务")
        SUPPLIER = "supplier", _("供应商")

    name = models.CharField(_("单位名称"), max_length=80)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    licence = models.CharField(_("执照或资质号"), max_length=40)
    licence_until = models.DateField(_("资质有效期至"))
    contact = models.CharField(_("联系人"), max_length=40)
    phone = models.CharField(_("联系电话"), max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = _("施工与外包单位")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "name"], condition=Q(retired_at=None), name="contractor_once",
                violation_error_message=_("这个单位已经登记过"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def is_licensed(self, day: date) -> bool:
        return day <= self.licence_until
