"""Parking spaces: which there are, and who has each until when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class ParkingSpace(RegisterRow):
    """One space. A procedure lets, sells or frees it."""

    class Kind(models.TextChoices):
        FIXED = "fixed", _("固定车位")
        OWNED = "owned", _("产权车位")
        OPEN = "open", _("流动车位")

    class Use(models.TextChoices):
        FREE = "free", _("空闲")
        MONTHLY = "monthly", _("月卡")
        LEASE = "lease", _("租赁")
        SALE = "sale", _("已售")

    number = models.CharField(_("车位号"), max_length=20)
    zone = models.CharField(_("停车区域"), max_length=40, help_text=_("如 地下一层 A 区"))
    kind = models.CharField(_("车位类别"), max_length=8, choices=Kind)
    use = models.CharField(
        _("使用情况"), max_length=8, choices=Use, default=Use.FREE, db_default=Use.FREE, editable=False
    )
    plate = models.CharField(_("使用车牌"), max_length=12, blank=True, editable=False)
    holder = models.CharField(_("使用人"), max_length=60, blank=True, editable=False)
    until = models.DateField(_("到期日期"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("车位")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "number"], condition=Q(retired_at=None), name="parking_space_once",
                violation_error_message=_("这个车位号已经登记过"),
            ),
            models.CheckConstraint(
                condition=Q(use="free", holder="", until=None) | ~Q(use="free") & ~Q(holder=""),
                name="parking_space_held_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(use="free"), name="parking_space_in_use_is_not_retired",
                violation_error_message=_("车位还有人使用，收回后才能停用"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def is_free(self) -> bool:
        return self.use == self.Use.FREE
