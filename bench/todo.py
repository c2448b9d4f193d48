"""Steps by the million: the to-do list of one person, completing a step, and starting with every procedure loaded.

python -m bench.todo --steps 1000000        in a database that `bench.prepare` and `bench.generate` have made
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

LOOKS = 100
DONE_EACH = 150
STARTS = 5
LOAD = (
    "import time; t = time.perf_counter(); import django; django.setup(); from guanjia.engine.sop import discovery;"
    " n = len(list(discovery.everything())); print(n, time.perf_counter() - t)"
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--steps", type=int, default=1_000_000)
    options.add_argument(
        "--complete", type=int, help="be one who completes the steps of these cases: FIRST id"
    )
    given = options.parse_args()
    if given.complete:
        complete(given.complete)
    else:
        sys.stdout.write(json.dumps(measure(given.steps)) + "\n")


def measure(steps: int) -> dict[str, Any]:
    """Milliseconds, seconds or a rate, as the names say."""
    from guanjia.config.database import database_url
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as

    began = time.perf_counter()
    with acting_as(system(None)):
        opened = fill(database_url().replace("guanjia@", "postgres@"), steps=steps)
        found = {"open_steps": opened, "fill_s": round(time.perf_counter() - began, 1)}
        people = hire()
    for name, person in people.items():
        found |= lists(name, person)
    return {**found, **completing(workers=2), **starting()}


def fill(url: str, *, steps: int) -> int:
    """Open cases of all procedures, one open step each, over all estates and two months of due days."""
    from bench.bulk import Bulk
    from guanjia.engine.sop import discovery

    bulk = Bulk(url)
    bulk.run(
        "CREATE TABLE IF NOT EXISTS bench_step (id int PRIMARY KEY, key text, code text, step text, role text)"
    )
    bulk.run("TRUNCATE bench_step")
    kinds = [
        (spec.key, spec.code, code, ",".join(step.roles))
        for spec in discovery.everything() for code, step in spec.steps.items() if "system" not in step.roles
    ]  # fmt: skip
    with bulk.connection.cursor() as cursor, cursor.copy("COPY bench_step FROM STDIN") as copy:
        for number, kind in enumerate(kinds):
            copy.write_row((number, *kind))
    (first,) = bulk.run("SELECT coalesce(max(id), 0) + 1 FROM cases_case").fetchone()
    source = (
        f"generate_series(0, {steps - 1}) g JOIN bench_step b ON b.id = g % {len(kinds)}"
        " JOIN (SELECT id, company_id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS many"
        " FROM places_estate WHERE code ~ '^B[0-9]+$') e ON e.n = (g / 7) % e.many"
    )
    due = "now() + interval '1 minute' * ((g::bigint * 7919) % 86400 - 10000)"
    with bulk.unhindered("cases_case", "cases_step"):
        bulk.insert(
            "cases_case",
            {"id": f"{first} + g", "company_id": "e.company_id", "estate_id": "e.id", "number": "'DB' || g",
             "procedure_key": "b.key", "procedure": "b.code", "title": "'待办 ' || g", "topic": "'other'",
             "urgency": "'ordinary'", "severity": "'ordinary'", "channel": "'phone'", "state": "'open'", "cycle": "1",
             "version": "1", "opened_at": "now() - interval '1 day'", "next_due_at": due},
            source,
        )  # fmt: skip
        bulk.insert(
            "cases_step",
            {"company_id": "e.company_id", "estate_id": "e.id", "case_id": f"{first} + g", "code": "b.step",
             "role": "b.role", "cycle": "1", "entered_at": "now()", "due_at": due},
            source,
        )  # fmt: skip
    return bulk.run(
        "SELECT count(*) FROM cases_step WHERE done_at IS NULL AND cancelled_at IS NULL"
    ).fetchone()[0]


def hire() -> dict[str, Any]:
    """Somebody of one estate, of twenty, and of all; the widest with the posts that have the most steps."""
    from guanjia.directory.places.models import Estate
    from guanjia.directory.team import roles
    from guanjia.directory.team.models import Staff

    estates = list(Estate.objects.filter(code__startswith="B").order_by("pk")[:20])
    company = estates[0].company_id

    def person(name: str, held: list[str], some: list[Any]) -> Any:
        return Staff.objects.create(
            company_id=company, login=f"todo-{name}-{time.time_ns()}", name=name, roles=held,
            everywhere=not some, estates=[one.pk for one in some],
        )  # fmt: skip

    return {
        "one_estate_desk": person("desk", [roles.DESK], estates[:1]),
        "twenty_estates_supervisor": person("chief", [roles.SUPERVISOR], estates),
        "all_estates_manager": person("head", [roles.MANAGER, roles.SUPERVISOR, roles.HEADQUARTERS], []),
    }


def lists(name: str, person: Any) -> dict[str, float]:
    """The to-do list as the workbench asks for it, in a request's scope."""
    from guanjia.engine.access.rowscope import acting_as
    from guanjia.work.cases.todo import waiting_steps

    took = []
    for _look in range(LOOKS):
        with acting_as(person):
            began = time.perf_counter()
            assert len(waiting_steps(person)) == 30
            took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return {
        f"todo_{name}_p50_ms": round(took[LOOKS // 2], 1),
        f"todo_{name}_p95_ms": round(took[LOOKS * 95 // 100], 1),
    }


def completing(*, workers: int) -> dict[str, float]:
    """Steps per second of several processes, each with its own cases: registered with clocks, audit and story."""
    standing = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.todo", "--complete", str(number)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        ) for number in range(1, workers + 1)
    ]  # fmt: skip
    for one in standing:
        assert one.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for one in standing:
        one.stdin.write("go\n")
        one.stdin.flush()
    took = sorted(value for one in standing for value in json.loads(one.stdout.readline()))
    seconds = time.perf_counter() - began
    return {
        "completers": workers, "completed_per_s": round(len(took) / seconds, 1),
        "complete_p50_ms": round(took[len(took) // 2], 1), "complete_p95_ms": round(took[len(took) * 95 // 100], 1),
    }  # fmt: skip


def complete(number: int) -> None:
    """Register suggestions, say "ready", and decide each of them: a step with an answer, a clock and a next step."""
    from guanjia.directory.places.models import Estate
    from guanjia.directory.team import roles
    from guanjia.directory.team.models import Staff
    from guanjia.engine.access import system
    from guanjia.engine.access.rowscope import acting_as
    from guanjia.kernel.time import now
    from guanjia.work.cases.actions import complete_step, register_case

    with acting_as(system(None)):
        estate = Estate.objects.filter(code__startswith="B").order_by("pk")[number]
        person = Staff.objects.create(
            company_id=estate.company_id, login=f"done-{number}-{time.time_ns()}", name="主管",
            roles=[roles.SUPERVISOR], estates=[estate.pk],
        )  # fmt: skip
    said = {"estate": estate, "procedure": "suggestion", "words": "大堂放伞架"}
    answers, took = {"adopted": False, "adopted_why": "没有地方"}, []
    with acting_as(person):
        cases = [register_case(actor=person, now=now(), **said) for _one in range(DONE_EACH)]
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        for case in cases:
            began = time.perf_counter()
            complete_step(
                actor=person, now=now(), case=case, step="decide", answers=answers, key=f"todo-{case.pk}"
            )
            took.append((time.perf_counter() - began) * 1000)
    sys.stdout.write(json.dumps(took) + "\n")


def starting() -> dict[str, float]:
    """Django set up and every procedure read, in a process of its own; the median of some."""
    said = [
        subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True).stdout.split()
        for _start in range(STARTS)
    ]  # fmt: skip
    return {
        "procedures": int(said[0][0]),
        "start_s": round(statistics.median(float(one[1]) for one in said), 2),
    }


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    django.setup()
    main()
