"""Commands that were given, and looks at what is masked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import CompanyRow


class Command(CompanyRow):
    """One command with its idempotency key and what it made, so that a second press finds the first result."""

    key = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    object_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "verb", "actor", "key"], name="command_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"


class Reveal(CompanyRow):
    """Somebody looked at a full phone or identity number."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    model = models.CharField(_("对象"), max_length=60)
    object_id = models.BigIntegerField()
    field = models.CharField(_("字段"), max_length=30)
    reason = models.CharField(_("用途"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("查看记录")
        indexes = [models.Index(fields=["company", "-at"])]

    def __str__(self) -> str:
        return f"{self.model}.{self.field}#{self.object_id}"
