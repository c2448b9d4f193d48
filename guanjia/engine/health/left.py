"""Jobs whose worker died are given to another: each of ours may be repeated after a crash."""

from datetime import datetime, timedelta

import structlog
from asgiref.sync import async_to_sync
from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

QUIET = timedelta(seconds=60)
"""A worker says every ten seconds that it lives."""
MOST = 3
"""How often a job is begun again; one that brings down every worker counts as failed."""
log = structlog.get_logger("guanjia.health")


@transaction.atomic
def hand_over(*, now: datetime) -> int:
    """Returns how many jobs are to be begun again. Those that the calendar brings anyway are dropped."""
    dead = Q(worker=None) | Q(worker__last_heartbeat__lt=now - QUIET)
    left = ProcrastinateJob.objects.filter(dead, status="doing").select_for_update(
        skip_locked=True, of=("self",)
    )
    begun = 0
    for job in left:
        log.warning("job was left by its worker", task=job.task_name, job=job.pk, attempts=job.attempts)
        if job.queueing_lock:
            _finish(job.pk, Status.ABORTED, delete=True)
        elif job.attempts >= MOST:
            _finish(job.pk, Status.FAILED, delete=False)
        else:
            app.job_manager.retry_job_by_id(job.pk, retry_at=now)
            begun += 1
    return begun


def _finish(job_id: int, status: Status, *, delete: bool) -> None:
    async_to_sync(app.job_manager.finish_job_by_id_async)(job_id, status, delete_job=delete)
