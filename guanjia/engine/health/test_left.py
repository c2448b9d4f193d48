"""A killed worker leaves its jobs to others."""

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from guanjia.engine.health.left import MOST, QUIET, hand_over
from guanjia.kernel import time

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    """Fetched by a worker that was heard of so long ago (None: nobody knows it any more)."""

    def made(silent: timedelta | None, *, attempts: int = 0, **how) -> int:
        number = app.configure_task("mail.send_notices", **how).defer(staff_id=1, company_id=1)
        with connection.cursor() as cursor:
            worker = None
            if silent is not None:
                cursor.execute(
                    "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
                    [time.now() - silent],
                )
                worker = cursor.fetchone()[0]
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s",
                [worker, attempts, number],
            )
        return number

    return made


def state(number: int) -> tuple[str, int] | None:
    return ProcrastinateJob.objects.filter(pk=number).values_list("status", "attempts").first()


def test_what_a_dead_worker_had_is_begun_again_and_what_a_living_one_has_is_not(job):
    dead, unknown, alive = job(QUIET * 2), job(None), job(QUIET / 2)
    assert hand_over(now=time.now()) == 2
    assert [state(one) for one in (dead, unknown, alive)] == [("todo", 1), ("todo", 1), ("doing", 0)]
    assert hand_over(now=time.now()) == 0


def test_a_job_that_brings_down_every_worker_has_failed(job):
    number = job(None, attempts=MOST)
    assert hand_over(now=time.now()) == 0
    assert state(number)[0] == "failed"


def test_what_the_calendar_brings_again_is_dropped(job):
    number = job(None, queueing_lock="each minute")
    assert hand_over(now=time.now()) == 0
    assert state(number) is None
