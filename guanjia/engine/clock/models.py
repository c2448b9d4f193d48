"""The clocks that run by calendars and policies. The clock row is the fold of its events."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import CompanyRow, EstateRow, ScopedQuerySet
from guanjia.engine.clock.fold import OPEN
from guanjia.engine.clock.standards import Calendar as Calendar
from guanjia.engine.clock.standards import CalendarVersion as CalendarVersion
from guanjia.engine.clock.standards import ClockPolicy as ClockPolicy
from guanjia.engine.clock.standards import PolicyVersion as PolicyVersion
from guanjia.engine.clock.sweepers import Sweeper, SweepRun  # noqa: F401

STAFF = settings.AUTH_USER_MODEL


class TargetText(CompanyRow):
    """A target spelled out once; a million clocks that say the same share the row."""

    digest = models.CharField(max_length=32)
    says = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "digest"], name="target_once")]

    def __str__(self) -> str:
        return self.digest


class ClockQuerySet(ScopedQuerySet["Clock"]):
    def of(self, subject: Any) -> Self:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)


class Clock(EstateRow):
    """One deadline of a subject (a case, an order): metric × cycle, and `detail` where a metric recurs."""

    class State(models.TextChoices):
        RUNNING = "running", _("计时中")
        PAUSED = "paused", _("已暂停")
        BREACHED = "breached", _("已超时")
        MET = "met", _("已完成")
        MISSED = "missed", _("未做")
        CANCELLED = "cancelled", _("已取消")

    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    metric = models.CharField(_("指标"), max_length=30)
    detail = models.CharField(max_length=40, blank=True)
    cycle = models.PositiveSmallIntegerField(_("第几轮"), default=1)
    policy_version = models.ForeignKey(
        PolicyVersion, models.PROTECT, null=True, related_name="+", db_index=False
    )
    calendar_version = models.ForeignKey(
        CalendarVersion, models.PROTECT, null=True, related_name="+", db_index=False
    )
    workdays_version = models.ForeignKey(
        CalendarVersion, models.PROTECT, null=True, related_name="+", db_index=False
    )
    target = models.ForeignKey(TargetText, models.PROTECT, related_name="+", db_index=False)
    target_seconds = models.PositiveIntegerField(_("时限（秒）"))
    started_at = models.DateTimeField(_("开始"))
    changed_at = models.DateTimeField()
    used_seconds = models.PositiveIntegerField(_("已用（秒）"), default=0)
    running_since = models.DateTimeField(null=True)
    reasons = models.JSONField(_("暂停原因"), default=list)
    due_at = models.DateTimeField(_("到期"), null=True)
    fired = models.JSONField(default=list)
    generation = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.RUNNING)
    breached_at = models.DateTimeField(_("超时"), null=True)
    ended_at = models.DateTimeField(_("结束"), null=True)

    objects = ClockQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = _("时限")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "metric", "cycle", "detail"],
                name="clock_once_per_cycle",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["running", "breached"],
                    running_since__isnull=False,
                    due_at__isnull=False,
                    ended_at=None,
                )
                | Q(state="paused", running_since=None, due_at=None, ended_at=None)
                | Q(state__in=["met", "missed", "cancelled"], running_since=None, ended_at__isnull=False),
                name="clock_state_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="breached") | Q(breached_at__isnull=False), name="clock_breach_has_a_time"
            ),
            models.CheckConstraint(condition=Q(target_seconds__gt=0), name="clock_target_positive"),
        ]
        indexes = [
            models.Index(fields=["estate", "due_at"], condition=Q(ended_at=None), name="clock_open_due"),
            models.Index(fields=["policy_version"], condition=Q(ended_at=None), name="clock_open_policy"),
            models.Index(fields=["calendar_version"], condition=Q(ended_at=None), name="clock_open_calendar"),
            models.Index(
                fields=["company", "metric", "due_at"],
                include=["estate", "state", "ended_at", "subject_type"],
                condition=Q(metric__in=["reply", "finish"], due_at__isnull=False),
                name="clock_in_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type}#{self.subject_id} {self.metric}"


class ClockEvent(EstateRow):
    """What happened to a clock: start, pause, resume, retarget, meet, miss, cancel, restore, or a rung firing.

    Append-only (a trigger). `level` is the rung; under the same terms it fires once, as the constraint says.
    """

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="events", db_index=False)
    at = models.DateTimeField(_("时间"))
    kind = models.CharField(max_length=10)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    generation = models.PositiveSmallIntegerField(default=1)
    actor = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+", db_index=False)
    actor_name = models.CharField(max_length=40)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("时限记录")
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "generation", "level"],
                condition=Q(level__isnull=False),
                name="clock_level_fires_once",
            )
        ]
        indexes = [
            models.Index(fields=["clock", "id"], name="clock_event_order"),
            models.Index(fields=["estate", "at"], condition=Q(kind="pause"), name="clock_event_pauses"),
            models.Index(
                fields=["company", "-at", "-id"], condition=Q(level__isnull=False), name="clock_event_fired"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class Timer(EstateRow):
    """A pending firing. (clock, generation, level) is the fire key; a clock waits for one rung at a time."""

    class State(models.TextChoices):
        PENDING = "pending", _("等待")
        FIRED = "fired", _("已触发")
        DROPPED = "dropped", _("已撤销")

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="timers", db_index=False)
    generation = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    fire_at = models.DateTimeField(_("触发时间"))
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(_("错误"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("计时器")
        constraints = [
            models.UniqueConstraint(fields=["clock", "generation", "level"], name="timer_fire_key"),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(state="pending"), name="timer_waits_for_one"
            ),
        ]
        indexes = [models.Index(fields=["fire_at"], condition=Q(state="pending"), name="timer_due")]

    def __str__(self) -> str:
        return f"{self.clock_id}/{self.generation}/{self.level} {self.fire_at}"


class ClockMigration(CompanyRow):
    """Open clocks are being moved to a newer policy or calendar version."""

    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    calendar_version = models.ForeignKey(CalendarVersion, models.PROTECT, null=True, related_name="+")
    total = models.PositiveIntegerField(_("总数"))
    done = models.PositiveIntegerField(_("完成"), default=0)
    last_clock_id = models.BigIntegerField(default=0)
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(policy_version=None, calendar_version__isnull=False)
                | Q(policy_version__isnull=False, calendar_version=None),
                name="clock_migration_one_aim",
            )
        ]

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100
