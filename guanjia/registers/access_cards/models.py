"""Access cards: who has which, what it opens, and whether it still does."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class AccessCard(RegisterRow):
    """A card bound to a person of a home, its doors and its parking. A frozen one opens nothing."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", _("住户卡")
        PARKING = "parking", _("停车卡")
        STAFF = "staff", _("员工卡")

    number = models.CharField(_("卡号"), max_length=24)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    unit = models.ForeignKey(
        "places.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="access_cards",
        verbose_name=_("房号"),
    )
    customer = models.ForeignKey(
        "people.Customer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="access_cards",
        verbose_name=_("客户"),
    )
    holder = models.CharField(_("持卡人"), max_length=60)
    doors = models.CharField(_("可开门禁"), max_length=120, blank=True, help_text=_("如 3栋2单元、东门"))
    parking = models.CharField(_("车位"), max_length=30, blank=True)
    active_since = models.DateTimeField(_("开通时间"), null=True, blank=True, editable=False)
    frozen_at = models.DateTimeField(_("冻结时间"), null=True, blank=True, editable=False)
    deposit = models.ForeignKey(
        "cashier.Deposit", models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("押金"),
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = _("一卡通")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "number"], condition=Q(retired_at=None), name="access_card_once",
                violation_error_message=_("这个卡号已经登记过"),
            ),
            models.CheckConstraint(
                condition=~Q(kind="household") | Q(unit__isnull=False), name="access_card_of_a_home",
                violation_error_message=_("住户卡要写明房号"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def is_good(self) -> bool:
        return self.frozen_at is None and self.retired_at is None
