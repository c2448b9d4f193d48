"""Letters and parcels that the front desk keeps for residents."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Parcel(RegisterRow):
    """One piece on the shelf; it is retired when it is fetched or sent back."""

    class Kind(models.TextChoices):
        EXPRESS = "express", _("快递")
        PARCEL = "parcel", _("邮政包裹")
        REGISTERED = "registered", _("挂号信")
        NEWSPAPER = "newspaper", _("报刊")
        LETTER = "letter", _("平信")

    kind = models.CharField(_("邮件种类"), max_length=10, choices=Kind)
    sender = models.CharField(_("寄件人/承运单位"), max_length=60)
    number = models.CharField(_("邮件单号"), max_length=40, help_text=_("没有单号的写收到日期加顺序号"))
    addressee = models.CharField(_("收件人"), max_length=60)
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="parcels", verbose_name=_("房号")
    )
    shelf = models.CharField(_("货架"), max_length=20)
    confidential = models.BooleanField(_("机密件"), default=False)
    code = models.CharField(_("取件码"), max_length=6, blank=True, editable=False)
    arrived_at = models.DateTimeField(_("收到时间"), null=True, blank=True, editable=False)
    fetched_by = models.CharField(_("签收人"), max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("邮件")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "sender", "number"], condition=Q(retired_at=None), name="parcel_number_once",
                violation_error_message=_("这件邮件已经登记过，还没有领走"),
            ),
            models.UniqueConstraint(
                F("estate"), F("code"), condition=Q(retired_at=None) & ~Q(code=""), name="parcel_code_once"
            ),
            models.CheckConstraint(
                condition=Q(fetched_by="") | Q(retired_at__isnull=False), name="parcel_fetched_is_gone"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number
