"""Keys: where each hangs, and who has it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Key(RegisterRow):
    """A key (or bunch) in the cabinet. The tag never shows the room; `unit` is for those who may look it up."""

    class Kind(models.TextChoices):
        ENTRUSTED = "entrusted", _("业主托管")
        VACANT = "vacant", _("空置房")
        PUBLIC = "public", _("公共区域")
        EQUIPMENT = "equipment", _("设备机房")

    tag = models.CharField(_("钥匙牌号"), max_length=20)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    place = models.CharField(_("柜位"), max_length=30, help_text=_("如 A柜-12"))
    quantity = models.PositiveSmallIntegerField(_("数量"), default=1)
    opens = models.CharField(_("开启处"), max_length=60, blank=True, help_text=_("机房、公共区域写明地点"))
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="keys", verbose_name=_("房号")
    )
    held_by = models.CharField(_("领用人"), max_length=60, blank=True, editable=False)
    lent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    lent_at = models.DateTimeField(_("借出时间"), null=True, blank=True, editable=False)
    back_by = models.DateTimeField(_("应还时间"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("钥匙")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "tag"], condition=Q(retired_at=None), name="key_tag_once",
                violation_error_message=_("这个钥匙牌号已经登记过"),
            ),
            models.CheckConstraint(
                condition=Q(held_by="", lent_at=None, back_by=None)
                | Q(lent_at__isnull=False, back_by__isnull=False) & ~Q(held_by=""),
                name="key_lent_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(lent_at=None), name="key_out_is_not_retired",
                violation_error_message=_("钥匙还借在外面，收回后才能停用"),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("entrusted", "vacant")) | Q(unit__isnull=False), name="key_of_a_home",
                violation_error_message=_("托管和空置房的钥匙要写明房号"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.tag

    @property
    def is_out(self) -> bool:
        return self.lent_at is not None
