"""Clocks: starting them, a sweep with nothing due, 10,000 due at once for two workers, and one of them killed.

    DATABASE_URL=… python -m bench.clocks --running 1000000 --due 10000 --out clocks.json

Makes a company of its own in a migrated database and leaves it there.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

CLOCKS = """
INSERT INTO clock_clock SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', nextval('clock_clock_id_seq'), 'subject_id', c.subject_id + 1000000000 + n))).*
  FROM clock_clock c, generate_series(1, %(n)s) n WHERE c.id = %(clock)s
"""
TIMERS = """
INSERT INTO clock_timer SELECT (jsonb_populate_record(t, jsonb_build_object(
    'id', nextval('clock_timer_id_seq'), 'clock_id', c.id,
    'fire_at', t.fire_at + (c.id %% 1000000) * interval '1 second'))).*
  FROM clock_timer t, clock_clock c
  WHERE t.clock_id = %(clock)s AND c.company_id = %(company)s AND c.subject_id > 1000000000
"""
DIE_AFTER = "BENCH_DIE_AFTER"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--running", type=int, default=1_000_000)
    options.add_argument("--due", type=int, default=10_000)
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as

    with acting_as(system(None)):
        found = measure(running=given.running, due=given.due)
    text = json.dumps(found, indent=2)
    sys.stdout.write(text + "\n")
    if given.out:
        given.out.write_text(text)


def measure(*, running: int, due: int) -> dict[str, float]:
    """All figures; seconds, milliseconds or a rate, as their names say."""
    from guanjia.kernel.time import now

    subjects, at = place(due + 1000), now().replace(microsecond=0)
    found = {"starts_of_3_clocks_per_s": start(subjects[:1000], at=at)}
    found["fill_s"] = fill(subjects[0], running)
    found |= idle(at=at)
    found |= fire(subjects[1000:], at=at, killed=False)
    return found | fire(subjects[1000:], at=at, killed=True)


def place(count: int) -> list:
    """A company with an estate and that many zones, which serve as subjects."""
    from guanjia.directory.places.models import Company, Estate, Zone

    name = f"bench {time.time_ns()}"
    company = Company.objects.create(name=name)
    estate = Estate.objects.create(company=company, code="B", name=name)
    return Zone.objects.bulk_create(Zone(company=company, estate=estate, name=str(i)) for i in range(count))


def start(subjects: list, *, at) -> float:
    """How many subjects get three clocks with timers in a second, each in its own transaction."""
    from guanjia.engine.access import system
    from guanjia.engine.clock import actions
    from guanjia.engine.clock.targets import Target

    wanted = [
        actions.Wanted(name, Target(days * 86400, pauses=("parts",)))
        for name, days in (("reply", 30), ("arrive", 40), ("finish", 50))
    ]
    actor, began = system(subjects[0].company_id), time.perf_counter()
    for subject in subjects:
        actions.start_clocks(subject=subject, wanted=wanted, actor=actor, now=at)
    return round(len(subjects) / (time.perf_counter() - began), 1)


def fill(subject, running: int) -> float:
    """Copies of one clock and its timer, in bulk; none due for weeks."""
    from django.db import connection

    from guanjia.engine.clock.models import Clock

    began, clock = time.perf_counter(), Clock.objects.of(subject).first()
    with connection.cursor() as cursor:
        cursor.execute(CLOCKS, {"n": running, "clock": clock.pk})
        cursor.execute(TIMERS, {"clock": clock.pk, "company": clock.company_id})
        cursor.execute("VACUUM ANALYZE clock_clock")
        cursor.execute("VACUUM ANALYZE clock_timer")
    return round(time.perf_counter() - began, 1)


def idle(*, at) -> dict[str, float]:
    """Milliseconds of a whole sweep that finds nothing due."""
    from guanjia.engine.clock.sweep import sweep

    took = []
    for _ in range(200):
        began = time.perf_counter()
        assert sweep(now=at).fired == 0
        took.append((time.perf_counter() - began) * 1000)
    return {"sweep_idle_p50_ms": round(statistics.median(took), 2), "sweep_idle_max_ms": round(max(took), 2)}


def fire(subjects: list, *, at, killed: bool) -> dict[str, float]:
    """Seconds from the first sweep to the last (without start-up) until two workers have fired one rung of each.

    With `killed` a third joins and dies in the middle. Raises AssertionError if any is lost or doubled.
    """
    from guanjia.engine.access import system
    from guanjia.engine.clock import actions
    from guanjia.engine.clock.models import ClockEvent, SweepRun
    from guanjia.engine.clock.targets import Target

    metric, name = ("killed", "due_one_killed_s") if killed else ("due", "due_two_workers_s")
    actor = system(subjects[0].company_id)
    for subject in subjects:
        target = actions.Wanted(metric, Target(10 * 3600))
        actions.start_clocks(subject=subject, wanted=[target], actor=actor, now=at - timedelta(hours=9))
    before = SweepRun.objects.count()
    workers = [worker(at) for _ in range(2)]
    if killed:
        assert worker(at, die_after=len(subjects) // 10).wait() == -signal.SIGKILL
    assert all(process.wait() == 0 for process in workers)
    worker(at).wait()
    runs = SweepRun.objects.order_by("pk")[before:]
    took = (max(run.ended_at for run in runs) - min(run.started_at for run in runs)).total_seconds()
    events = ClockEvent.objects.filter(clock__metric=metric, clock__company_id=actor.company_id)
    fired = list(events.filter(kind="warn").values_list("clock_id", flat=True))
    assert len(fired) == len(set(fired)) == len(subjects), f"{len(fired)} fired for {len(subjects)} clocks"
    return {name: round(took, 1)}


def worker(at, *, die_after: int = 0) -> subprocess.Popen:
    environment = {**os.environ, DIE_AFTER: str(die_after)}
    return subprocess.Popen([sys.executable, "-m", "bench.clocks", "--", at.isoformat()], env=environment)


def work(at: str) -> None:
    """A worker process: sweep until nothing is due, or die on the way if told to."""
    from datetime import datetime

    from guanjia.engine.clock import sweep as sweeping

    left = int(os.environ[DIE_AFTER])
    told = sweeping.tell_fired

    def tell_and_die(moves) -> None:
        nonlocal left
        left -= len(moves)
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        told(moves)

    if left:
        sweeping.tell_fired = tell_and_die
    sweeping.sweep(now=datetime.fromisoformat(at))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    django.setup()
    if sys.argv[1:2] == ["--"]:
        work(sys.argv[2])
    else:
        main()
