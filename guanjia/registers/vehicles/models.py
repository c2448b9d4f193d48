"""Cars that may come in, by their plates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Vehicle(RegisterRow):
    """A car with the right to come in until a day; a procedure gives it the right and the space."""

    class Kind(models.TextChoices):
        CAR = "car", _("小型汽车")
        ELECTRIC = "electric", _("新能源汽车")
        LARGE = "large", _("大型车")
        MOTORCYCLE = "motorcycle", _("摩托车")

    plate = models.CharField(_("车牌号"), max_length=12)
    kind = models.CharField(_("车辆类型"), max_length=10, choices=Kind)
    owner = models.CharField(_("车主"), max_length=60)
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="vehicles", verbose_name=_("房号")
    )
    looks = models.CharField(_("品牌颜色"), max_length=40, blank=True)
    space = models.ForeignKey(
        "parking_spaces.ParkingSpace", models.PROTECT, null=True, blank=True, related_name="vehicles",
        verbose_name=_("车位"), editable=False,
    )  # fmt: skip
    right = models.CharField(_("通行权限"), max_length=20, blank=True, editable=False)
    valid_until = models.DateTimeField(_("有效期至"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("车辆")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "plate"], condition=Q(retired_at=None), name="vehicle_plate_once",
                violation_error_message=_("这个车牌已经登记过"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.plate
