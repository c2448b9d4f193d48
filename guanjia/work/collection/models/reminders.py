"""What was sent to whom, and the run it was prepared in."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.work.collection.parameters import LEVELS, WAYS
from guanjia.work.collection.rules import Stop

STAFF = settings.AUTH_USER_MODEL
STOPS = {
    Stop.PAID: _("已缴清"),
    Stop.CHANGED: _("已缴一部分，下次按新金额提醒"),
    Stop.COMPLAINT: _("有未办结的投诉"),
    Stop.PROMISE: _("已约定缴费日期"),
    Stop.SPARED: _("重点或困难客户"),
    Stop.RECENT: _("近期提醒过"),
    Stop.SMALL: _("金额太小"),
    Stop.EARLY: _("还没到下一级的天数"),
    Stop.DONE: _("各级都已提醒"),
}


class DunningRun(EstateRow):
    """Reminders of one estate prepared in one go, by a worker. `found` counts by level and by reason."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待准备")
        WORKING = "working", _("准备中")
        READY = "ready", _("已备好")
        FAILED = "failed", _("未完成")

    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    on = models.DateField(_("截至日期"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+", verbose_name=_("经办人"))
    levels = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("级别"))
    progress = models.FloatField(_("进度"), default=0)
    found = models.JSONField(_("结果"), default=dict)
    error = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("催缴批次")
        indexes = [models.Index(fields=["estate", "-at"], name="dunning_run_recent")]

    def __str__(self) -> str:
        return f"{self.estate} {self.on}"


class Dunning(EstateRow):
    """One reminder to one debtor, its words as they were. `cycle` is the day from which he has been in arrears.

    The database keeps it to one for each debtor, level and cycle, whoever prepares; a skipped one does not count.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("待发出")
        SENT = "sent", _("已发出")
        SKIPPED = "skipped", _("未发")
        FAILED = "failed", _("发送失败")

    run = models.ForeignKey(DunningRun, models.PROTECT, related_name="dunnings", verbose_name=_("批次"))
    unit = models.ForeignKey("places.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey(
        "people.Customer", models.PROTECT, null=True, related_name="+", db_index=False
    )
    level = models.PositiveSmallIntegerField(
        _("级别"), choices=[(key.value, label) for key, label in LEVELS.items()]
    )
    cycle = models.DateField(_("欠费起始"))
    charge_ids = ArrayField(models.BigIntegerField(), verbose_name=_("费用"))
    amount = models.DecimalField(_("欠费"), max_digits=14, decimal_places=2)
    late_fee = models.DecimalField(_("违约金"), max_digits=14, decimal_places=2, default=0)
    way = models.CharField(
        _("方式"), max_length=6, choices=[(key.value, label) for key, label in WAYS.items()]
    )
    name = models.CharField(_("客户"), max_length=100)
    place = models.CharField(_("房号"), max_length=80, blank=True)
    address = models.CharField(_("邮箱"), max_length=254, blank=True)
    text = models.TextField(_("正文"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.PREPARED)
    reason = models.CharField(
        _("未发原因"), max_length=9, blank=True, choices=[(k.value, v) for k, v in STOPS.items()]
    )
    error = models.CharField(_("失败原因"), max_length=300, blank=True)
    at = models.DateTimeField(_("准备时间"))
    done_at = models.DateTimeField(_("发出时间"), null=True)
    done_by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = _("催缴提醒")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "unit", "customer", "level", "cycle"],
                condition=~Q(state="skipped"),
                nulls_distinct=False,
                name="dunning_once",
            ),
            models.CheckConstraint(
                condition=Q(state="skipped") & ~Q(reason="") | ~Q(state="skipped") & Q(reason=""),
                name="dunning_skipped_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(done_at__isnull=False), name="dunning_sent_when"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-at"], name="dunning_unit"),
            models.Index(fields=["estate", "way"], condition=Q(state="prepared"), name="dunning_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.place} {self.name}"
