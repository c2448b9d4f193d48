"""Who changed what, when, from what to what. Append-only, kept so by the database."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateOrCompanyRow


class AuditEntry(EstateOrCompanyRow):
    """One change of one record. `verb` is dotted (`customer.phone.added`)."""

    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(_("操作人"), max_length=40)
    verb = models.CharField(_("动作"), max_length=60)
    model = models.CharField(_("对象"), max_length=60)
    object_id = models.BigIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("变更记录")
        indexes = [models.Index(fields=["model", "object_id", "id"]), models.Index(fields=["company", "at"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.model}#{self.object_id}"
