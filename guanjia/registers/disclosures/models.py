"""Customer data that was given to somebody: to whom, why, what, until when."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class Disclosure(RegisterRow):
    """A permission to see certain data of certain homes until a day, and how often it was looked at.

    One that a procedure granted knows the homes (`unit_ids`) and the data (`kinds`); one copied from an old book
    does not and gives nothing out.
    """

    class Authority(models.TextChoices):
        POLICE = "police", _("公安机关")
        COURT = "court", _("法院、检察院")
        GOVERNMENT = "government", _("其他行政机关")
        OWNER = "owner", _("业主本人")
        COMPANY = "company", _("本公司内部")

    number = models.CharField(_("查询单号"), max_length=24)
    asked_by = models.CharField(_("查询人"), max_length=80, help_text=_("单位和姓名"))
    authority = models.CharField(_("查询人身份"), max_length=10, choices=Authority)
    ground = models.CharField(_("查询依据"), max_length=120, help_text=_("如 协查通知书文号"))
    purpose = models.CharField(_("查询用途"), max_length=200)
    what = models.CharField(_("提供内容"), max_length=300)
    granted_on = models.DateField(_("批准日期"))
    until = models.DateField(_("有效期至"))
    unit_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True, editable=False)
    handler = models.ForeignKey(
        "team.Staff",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("经办人"),
    )
    approver = models.ForeignKey(
        "team.Staff",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("批准人"),
    )
    looks = models.PositiveIntegerField(_("导出次数"), default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("客户资料查询")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "number"], condition=Q(retired_at=None), name="disclosure_number_once",
                violation_error_message=_("这个查询单号已经登记过"),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("granted_on")), name="disclosure_ends_after_start",
                violation_error_message=_("有效期不能早于批准日期"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def why_not(self, actor: Any, today: date) -> str:
        """Why this person gets nothing out of it on this day; empty when he does."""
        if not self.unit_ids:
            return str(_("这是旧登记，没有可导出的资料"))
        if actor.pk not in (self.handler_id, self.approver_id):
            return str(_("只有经办人和批准人可以导出这次查询的资料"))
        if self.retired_at or self.until < today:
            return str(_("这次查询已到期，不能再导出；仍需要的请重新申请"))
        return ""
