"""The catalogue of paid and convenience services."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Service(RegisterRow):
    """Something residents can order, at a price."""

    class Kind(models.TextChoices):
        CLEANING = "cleaning", _("保洁")
        LAUNDRY = "laundry", _("洗衣")
        REPAIR = "repair", _("维修增项")
        MEAL = "meal", _("订餐")
        TICKET = "ticket", _("订票")
        TAXI = "taxi", _("叫车")
        HOUSEKEEPING = "housekeeping", _("家政")
        WATER = "water", _("送水")
        MOVING = "moving", _("搬家")
        KEY = "key", _("配钥匙")
        PRINTING = "printing", _("打印复印")
        UMBRELLA = "umbrella", _("借伞")
        CONSULTING = "consulting", _("金融、旅游、医疗咨询日")
        OTHER = "other", _("其他")

    name = models.CharField(_("服务名称"), max_length=60)
    kind = models.CharField(_("服务类别"), max_length=14, choices=Kind)
    price = models.DecimalField(_("单价（元）"), max_digits=10, decimal_places=2, help_text=_("免费的填 0"))
    per = models.CharField(_("计价单位"), max_length=12, help_text=_("如 次、小时、桶"))
    supplier = models.ForeignKey(
        "suppliers.Supplier", models.PROTECT, null=True, blank=True, related_name="services",
        verbose_name=_("供应商"), help_text=_("本公司自办的不填"),
    )  # fmt: skip
    lead_hours = models.PositiveSmallIntegerField(_("提前预约（小时）"), default=0)
    hours = models.CharField(_("服务时间"), max_length=40, blank=True, help_text=_("如 8:30–18:00"))

    class Meta:
        verbose_name = verbose_name_plural = _("便民服务")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "name"], condition=Q(retired_at=None), name="service_name_once",
                violation_error_message=_("这项服务已经登记过"),
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0), name="service_price_not_negative",
                violation_error_message=_("单价不能小于零"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
