"""Mail that has left, or would have."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import CompanyRow


class MailLog(CompanyRow):
    """One notice on its way to one person by e-mail; several may travel in one message (`message_id`).

    Or one letter to a customer: without staff and notice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENT = "sent", _("已发送")
        SKIPPED = "skipped", _("已读未发")
        FAILED = "failed", _("发送失败")

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("收件人"),
        db_index=False,
    )
    notice = models.ForeignKey("notify.Notification", models.CASCADE, null=True, related_name="+")
    address = models.EmailField(_("邮箱"))
    text = models.CharField(_("内容"), max_length=300)
    link = models.CharField(max_length=300, blank=True)
    urgent = models.BooleanField(_("紧急"), default=False)
    at = models.DateTimeField(_("时间"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    error = models.CharField(_("失败原因"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    message_id = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("邮件发送记录")
        constraints = [
            models.UniqueConstraint(
                fields=["notice"], condition=Q(state="waiting"), name="mail_waiting_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="mail_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["staff"], condition=Q(state="waiting"), name="mail_waiting"),
            models.Index(fields=["company", "-at", "-id"], name="mail_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.text[:30]}"
