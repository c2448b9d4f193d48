"""Suppliers of services to residents."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Supplier(RegisterRow):
    """Who does it for us, under which licence, for which share of the price."""

    name = models.CharField(_("供应商名称"), max_length=60)
    trade = models.CharField(_("服务内容"), max_length=60)
    contact = models.CharField(_("联系人"), max_length=60)
    phone = models.CharField(_("联系电话"), max_length=30)
    licence = models.CharField(_("营业执照号"), max_length=40, blank=True)
    licence_until = models.DateField(_("执照有效期至"), null=True, blank=True)
    contract_until = models.DateField(_("合同到期"), null=True, blank=True)
    share = models.PositiveSmallIntegerField(_("供应商分成（%）"), help_text=_("按成交金额计算，每月结算"))

    class Meta:
        verbose_name = verbose_name_plural = _("供应商")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "name"], condition=Q(retired_at=None), name="supplier_once",
                violation_error_message=_("这家供应商已经登记过"),
            ),
            models.CheckConstraint(
                condition=Q(share__lte=100), name="supplier_share_percent",
                violation_error_message=_("分成不能超过 100%"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
