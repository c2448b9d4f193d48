"""The background tasks in people's words: what each is for, how often it runs, what it did last, what failed."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from guanjia.engine.health.models import JobRun
from guanjia.kernel import time
from guanjia.work.figures.queries import ONE

FAILED = ("failed", "aborted")


@dataclass(frozen=True)
class Row:
    """One task. `run` is what is kept of its runs, None when it never ran."""

    name: str
    label: str
    often: str
    run: JobRun | None
    waiting: int
    running: int
    failed: int

    @property
    def did(self) -> str:
        """What the last run did."""
        if not self.run or not self.run.at:
            return ""
        if self.run.did is None:
            return _("完成")
        return _("处理 %(n)d 项") % {"n": self.run.did} if self.run.did else _("没有要办的")

    @property
    def is_at_fault(self) -> bool:
        """Whether the last run is the one that failed."""
        run = self.run
        return bool(run and run.failed_at and (not run.at or run.failed_at > run.at))


def rows() -> list[Row]:
    """Every task, those at fault on top. Two statements."""
    counts = {
        one.pop("task_name"): one
        for one in ProcrastinateJob.objects.values("task_name").annotate(
            waiting=Count(ONE, filter=Q(status="todo")),
            running=Count(ONE, filter=Q(status="doing")),
            failed=Count(ONE, filter=Q(status__in=FAILED)),
        )
    }
    runs = {run.task: run for run in JobRun.objects.all()}
    names = sorted({name for name in app.tasks if "builtin" not in name} | counts.keys() | runs.keys())
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    none = {"waiting": 0, "running": 0, "failed": 0}
    found = [
        Row(name, label(name), often(crons.get(name, "")), runs.get(name), **(none | counts.get(name, {})))
        for name in names
    ]
    return sorted(found, key=lambda row: (not (row.failed or row.is_at_fault), row.run is None, row.label))


def failed_jobs(*, most: int = 50) -> list[dict[str, Any]]:
    """The jobs that were given up, the latest first."""
    failed: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.filter(status__in=FAILED)
    latest = failed.annotate(at=Max("procrastinateevent__at")).order_by("-id")[:most]
    return [{"job": job, "label": label(job.task_name), "at": job.at} for job in latest]


def label(name: str) -> str:
    """What people call the task: from `labels` beside it in the app's `jobs.py`."""
    task = app.tasks.get(name)
    labels = getattr(sys.modules.get(task.func.__module__), "labels", {}) if task else {}
    return str(labels.get(name, name))


def often(cron: str) -> str:
    """How often, in words; the crons of the house are by the minute, the hour or the day (in UTC)."""
    if not cron:
        return _("有需要时")
    minute, hour, *rest = cron.split()
    if minute == "*":
        return _("每分钟")
    if minute.startswith("*/"):
        return _("每 %(n)s 分钟") % {"n": minute.removeprefix("*/")}
    if hour == "*":
        return _("每小时")
    if hour.isdecimal() and set(rest) == {"*"}:
        return _("每天 %(at)s") % {"at": f"{_local(int(hour), int(minute)):%H:%M}"}
    return cron


def _local(hour: int, minute: int) -> datetime:
    return timezone.localtime(time.now().astimezone(UTC).replace(hour=hour, minute=minute))
