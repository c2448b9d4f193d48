"""Who fires timers, and what each sweep did."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sweeper(models.Model):
    """A process that fires timers, and when it was last seen. Works for all companies: it has no tenant."""

    name = models.CharField(_("进程"), max_length=100, unique=True)
    started_at = models.DateTimeField(_("启动"))
    seen_at = models.DateTimeField(_("最近一次"))
    error = models.CharField(_("错误"), max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class SweepRun(models.Model):
    """One sweep that had something to do."""

    sweeper = models.CharField(_("进程"), max_length=100)
    started_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"))
    fired = models.PositiveIntegerField(_("触发"))
    late = models.PositiveIntegerField(_("补发"))
    failed = models.PositiveIntegerField(_("失败"))

    class Meta:
        verbose_name = verbose_name_plural = _("扫描记录")
        indexes = [models.Index(fields=["-started_at"])]

    def __str__(self) -> str:
        return f"{self.started_at}: {self.fired}"
