"""Real connections at the same time: actions against each other, two sweepers, a sweeper that is killed."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.clock import actions
from guanjia.engine.clock.audit import differences
from guanjia.engine.clock.events import ClockFired
from guanjia.engine.clock.models import Clock, ClockEvent, Timer
from guanjia.engine.clock.sweep import run_sweeper, sweep
from guanjia.engine.clock.targets import Target
from guanjia.engine.events import _listeners
from guanjia.kernel import time

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = 3600
COUNT = 300


@pytest.fixture
def unheard(monkeypatch):
    """Nobody listens to firings but the test."""
    heard: list[ClockFired] = []
    monkeypatch.setitem(_listeners, ClockFired, [heard.append])
    return heard


@pytest.fixture
def many(cast, now, acting) -> list[Clock]:
    """Clocks of many subjects, all due at once, an hour from now."""
    Zone = apps.get_model("places.Zone")
    with acting(system(None)):
        zones = Zone.objects.bulk_create(
            Zone(company=cast.company, estate=cast.estate, name=f"片区{i}") for i in range(COUNT)
        )
        return [
            actions.start_clock(subject=zone, metric="finish", target=Target(HOUR), actor=cast.desk, now=now)
            for zone in zones
        ]


def side_by_side(*work) -> None:
    """Run each in a thread with a connection of its own, all at once; raise what they raise."""
    ready, wrong = threading.Barrier(len(work)), []

    def run(one) -> None:
        try:
            with acting_as(system(None)):
                ready.wait()
                one()
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[one]) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


def fired_levels() -> list[tuple[int, int]]:
    found = ClockEvent.objects.filter(level__isnull=False)
    return sorted(found.values_list("clock_id", "level"))


def test_two_sweepers_share_the_work_and_double_nothing(many, now, unheard, acting):
    tallies = []
    later = now + timedelta(hours=1)
    side_by_side(*[lambda: tallies.append(sweep(now=later, batch=20))] * 2)
    with acting(system(None)):
        sweep(now=later)
        assert fired_levels() == sorted((clock.pk, level) for clock in many for level in (0, 1))
        assert list(differences(Clock.objects.all())) == []
    assert len(unheard) == 2 * COUNT
    assert all(tally.failed == 0 for tally in tallies)


def test_sweeping_and_working_at_once(many, now, unheard, cast, acting):
    later = now + timedelta(hours=1)

    def meet_half() -> None:
        for clock in many[::2]:
            subject = apps.get_model(clock.subject_type)._base_manager.get(pk=clock.subject_id)
            actions.meet_clock(subject=subject, metric="finish", actor=cast.desk, now=later)

    side_by_side(meet_half, lambda: sweep(now=later, batch=25), lambda: sweep(now=later, batch=25))
    with acting(system(None)):
        sweep(now=later)
        assert fired_levels() == sorted((clock.pk, level) for clock in many for level in (0, 1))
        assert Clock.objects.filter(state="met").count() == COUNT // 2
        assert list(differences(Clock.objects.all())) == []
        assert Timer.objects.filter(clock__state="met", state="pending").count() == 0


def test_everybody_pauses_and_resumes_the_same_clock(cast, now, acting, unheard):
    with acting(system(None)):
        clock = actions.start_clock(
            subject=cast.zone,
            metric="finish",
            target=Target(9 * HOUR, pauses=("parts", "customer")),
            actor=cast.desk,
            now=now,
        )

    def fidget(reason):
        def run() -> None:
            for minute in range(20):
                act = actions.resume_clocks if minute % 2 else actions.pause_clocks
                act(subject=cast.zone, reason=reason, actor=cast.desk, now=now + timedelta(minutes=minute))

        return run

    side_by_side(fidget("parts"), fidget("customer"), fidget("parts"))
    with acting(system(None)):
        clock.refresh_from_db()
        assert list(differences(Clock.objects.all())) == []
        assert Timer.objects.filter(clock=clock, state="pending").count() == int(clock.state == "running")


def test_two_people_start_the_same_clock(cast, now, acting, unheard):
    started, refused = [], []

    def start() -> None:
        try:
            started.append(
                actions.start_clock(
                    subject=cast.zone, metric="finish", target=Target(HOUR), actor=cast.desk, now=now
                )
            )
        except Exception as error:
            refused.append(error)

    side_by_side(*[start] * 4)
    with acting(system(None)):
        assert Clock.objects.count() == 1


KILLED = """
import django, os, signal
django.setup()
from django.db import connection
from guanjia.engine.clock import sweep as sweeping
from guanjia.engine.clock.events import ClockFired
from guanjia.engine.events import on, _listeners
from datetime import datetime
_listeners[ClockFired].clear()
heard = 0

@on(ClockFired)
def die_in_the_middle(event):
    global heard
    heard += 1
    if heard == 130:
        os.kill(os.getpid(), signal.SIGKILL)

sweeping.sweep(now=datetime.fromisoformat(os.environ["NOW"]), batch=50)
"""


@pytest.mark.serial
def test_a_sweeper_killed_in_the_middle_loses_and_doubles_nothing(many, now, unheard, database_url, acting):
    later = now + timedelta(hours=1)
    settings = connection.settings_dict
    environment = {
        **os.environ,
        "NOW": later.isoformat(),
        "DATABASE_URL": f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}",
    }
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    with acting(system(None)):
        # Two rungs a clock, fifty clocks a batch: one batch was complete, the second died and left no trace.
        assert len(fired_levels()) == 100
        sweep(now=later)
        assert fired_levels() == sorted((clock.pk, level) for clock in many for level in (0, 1))
        assert list(differences(Clock.objects.all())) == []
    assert len(unheard) == 2 * COUNT - 100


def test_the_loop_fires_by_itself_and_stops_when_told(many, now, acting, monkeypatch):
    stop, heard = threading.Event(), []

    def hear(event: ClockFired) -> None:
        heard.append(event)
        if len(heard) == 2 * COUNT:
            stop.set()

    monkeypatch.setitem(_listeners, ClockFired, [hear])
    with time.shifted(now + timedelta(hours=1) - time.now()):
        loop = threading.Thread(target=run_sweeper, args=[stop])
        loop.start()
        loop.join(timeout=60)
    assert not loop.is_alive()
    assert len(heard) == 2 * COUNT
