"""What the system told a member of staff."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import CompanyRow


class Notification(CompanyRow):
    """One notice to one person. Notices of the same `group` that are still unread become one, with a count."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False
    )
    kind = models.CharField(_("类别"), max_length=40)
    text = models.CharField(_("内容"), max_length=300)
    link = models.CharField(_("去处"), max_length=300, blank=True)
    group = models.CharField(max_length=80, blank=True)
    count = models.PositiveIntegerField(_("条数"), default=1)
    urgent = models.BooleanField(_("紧急"), default=False)
    at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True, blank=True)
    carried_at = models.DateTimeField(null=True, editable=False, help_text="when channels took it further")

    class Meta:
        verbose_name = verbose_name_plural = _("通知")
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "group"], condition=Q(read_at=None) & ~Q(group=""), name="notice_group_once"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="notice_count_positive"),
        ]
        indexes = [
            models.Index(fields=["staff", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["staff"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["id"], condition=Q(carried_at=None), name="notice_to_carry"),
        ]

    def __str__(self) -> str:
        return self.text
