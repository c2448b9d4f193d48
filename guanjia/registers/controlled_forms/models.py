"""Controlled forms: which edition of which form is to be used."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class ControlledForm(RegisterRow):
    """One edition of a form. The old one is withdrawn on the day on which the new one is issued."""

    class Retention(models.TextChoices):
        THREE = "y3", _("3 年")
        FIVE = "y5", _("5 年")
        TEN = "y10", _("10 年")
        THIRTY = "y30", _("30 年")
        PERMANENT = "permanent", _("永久")

    number = models.CharField(_("文件编号"), max_length=30, help_text=_("如 WY-KF-BX-01"))
    title = models.CharField(_("表单名称"), max_length=80)
    edition = models.CharField(_("版本"), max_length=10, help_text=_("如 A/0"))
    issued_on = models.DateField(_("发布日期"))
    retention = models.CharField(_("记录保存期限"), max_length=10, choices=Retention)
    where_used = models.CharField(_("使用岗位"), max_length=80, help_text=_("如 前台、管家"))
    withdrawn_on = models.DateField(_("作废日期"), null=True, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", editable=False,
        verbose_name=_("代替版本"),
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = _("受控表单")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "number"], condition=Q(retired_at=None, withdrawn_on=None),
                name="controlled_form_one_edition",
                violation_error_message=_("这个文件编号已有现行版本，换版请办理“受控表单变更”"),
            ),
            models.UniqueConstraint(
                fields=["estate", "number", "edition"], condition=Q(retired_at=None),
                name="controlled_form_edition_once", violation_error_message=_("这一版已经登记过"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("issued_on")),
                name="controlled_form_ends_after_start",
                violation_error_message=_("作废日期不能早于这一版的发布日期"),
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(withdrawn_on__isnull=False), name="controlled_form_replaced_is_over"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        """Number, title and edition."""
        return f"{self.number} {self.title} {self.edition}"

    def is_in_use(self, today: Any) -> bool:
        """Whether this edition is the one to be filled in on this day."""
        return self.issued_on <= today and (self.withdrawn_on is None or today < self.withdrawn_on)
