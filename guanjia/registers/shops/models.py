"""Shops: their file."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Shop(RegisterRow):
    """One shop with its licence, lease, people and hours."""

    name = models.CharField(_("商铺名称"), max_length=60)
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="shops", verbose_name=_("房号")
    )
    trade = models.CharField(_("经营范围"), max_length=60)
    licence = models.CharField(_("营业执照号"), max_length=40, blank=True)
    licence_until = models.DateField(_("执照有效期至"), null=True, blank=True)
    lease_until = models.DateField(_("租约到期"), null=True, blank=True)
    fire_letter = models.BooleanField(_("已签消防责任书"), default=False)
    fire_contact = models.CharField(_("消防责任人"), max_length=60, blank=True)
    contact = models.CharField(_("联系人"), max_length=60)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    hours = models.CharField(_("营业时间"), max_length=40, blank=True)
    sign_drawing = models.BooleanField(_("招牌图已存档"), default=False)
    opened_on = models.DateField(_("开业日期"), null=True, blank=True, editable=False)
    checked_on = models.DateField(_("最近巡查"), null=True, blank=True, editable=False)
    violations = models.PositiveSmallIntegerField(_("违规次数"), default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("商铺")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "name"], condition=Q(retired_at=None), name="shop_name_once",
                violation_error_message=_("这家商铺已经登记过"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
