"""Stamps: which there are, who keeps each and where."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Stamp(RegisterRow):
    """A stamp in somebody's keeping. Only its keeper puts it on paper."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("业务专用章")
        DEPARTMENT = "department", _("部门章")
        OFFICIAL = "official", _("公章")
        CONTRACT = "contract", _("合同专用章")
        FINANCE = "finance", _("财务专用章")
        PERSONAL = "personal", _("法人章")

    name = models.CharField(_("印章名称"), max_length=60)
    kind = models.CharField(_("印章种类"), max_length=10, choices=Kind)
    keeper = models.ForeignKey("team.Staff", models.PROTECT, related_name="+", verbose_name=_("保管人"))
    place = models.CharField(_("保管处"), max_length=40, help_text=_("如 客服中心保险柜"))
    uses = models.PositiveIntegerField(_("累计盖章份数"), default=0, db_default=0, editable=False)
    last_used_at = models.DateTimeField(_("最近用印"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("印章")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "name"], condition=Q(retired_at=None), name="stamp_name_once",
                violation_error_message=_("这枚印章已经登记过"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_weighty(self) -> bool:
        """Whether it binds the company, so that its use is for those who answer for it to approve."""
        return self.kind not in (self.Kind.BUSINESS, self.Kind.DEPARTMENT)
