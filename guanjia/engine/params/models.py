"""What a company, branch or estate has set for itself. Append-only: a change is a new row."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateOrCompanyRow, ScopedQuerySet


class ParameterValueQuerySet(ScopedQuerySet["ParameterValue"]):
    def in_force(self, now: datetime) -> Self:
        """The latest begun value of each key at each place."""
        begun = self.filter(since__lte=now).order_by("key", "branch_id", "estate_id", "-since", "-id")
        return begun.distinct("key", "branch_id", "estate_id")


class ParameterValue(EstateOrCompanyRow):
    """One value from a moment on. Estate and branch empty: for the whole company. `value` null: inherit
    again."""

    branch = models.ForeignKey(
        "places.Branch", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区域")
    )
    key = models.CharField(_("参数"), max_length=80)
    value = models.JSONField(_("取值"), null=True)
    since = models.DateTimeField(_("生效时间"))
    at = models.DateTimeField(_("修改时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("修改人")
    )
    reason = models.CharField(_("修改原因"), max_length=200)

    objects = ParameterValueQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = _("参数")
        constraints = [
            models.CheckConstraint(condition=Q(branch=None) | Q(estate=None), name="parameter_one_place"),
            models.CheckConstraint(condition=~Q(reason=""), name="parameter_has_reason"),
        ]
        indexes = [models.Index(fields=["company", "key", "-since", "-id"], name="parameter_history")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"

    @property
    def level(self) -> str:
        """estate, branch or company."""
        if self.estate_id is not None:
            return "estate"
        return "company" if self.branch_id is None else "branch"
