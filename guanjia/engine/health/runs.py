"""What is kept of every run of a background task: when, how long, what it did, why it failed."""

from collections.abc import Callable
from typing import Any

import structlog
from django.db import DatabaseError
from django.db.models import F

from guanjia.engine.health.models import JobRun
from guanjia.kernel import time

FAULT_LENGTH = 200
log = structlog.get_logger("guanjia.health")


def noted(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Around every task of a worker (procrastinate's task middleware); the task hears nothing of it."""
    name, began = context.job.task_name, time.now()
    try:
        said = call_next()
    except Exception as fault:
        # The first line only: the database's further lines quote values, which may be somebody's phone.
        words = f"{type(fault).__name__}: {fault}".split("\n", 1)[0][:FAULT_LENGTH]
        _note(name, failures=F("failures") + 1, failed_at=time.now(), fault=words)
        raise
    now = time.now()
    did = said if isinstance(said, int) else None
    _note(name, at=now, seconds=(now - began).total_seconds(), did=did)
    return said


def _note(name: str, **how: Any) -> None:
    try:
        JobRun.objects.get_or_create(task=name)
        JobRun.objects.filter(task=name).update(runs=F("runs") + 1, **how)
    except DatabaseError as error:
        log.warning("run not noted", task=name, error=str(error))
