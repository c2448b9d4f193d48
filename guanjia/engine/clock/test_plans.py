"""The sweep must cost what is due, not what is open: asked of the planner and of the pages it reads."""

import json

import pytest
from django.db import connection

from guanjia.engine.clock import actions
from guanjia.engine.clock.models import Timer
from guanjia.engine.clock.sweep import claim
from guanjia.engine.clock.targets import Target

PENDING = 20_000
CLOCKS = """
INSERT INTO clock_clock SELECT (jsonb_populate_record(c, jsonb_build_object(
    'id', nextval('clock_clock_id_seq'), 'subject_id', c.subject_id + n))).*
  FROM clock_clock c, generate_series(1, %s) n
"""
TIMERS = """
INSERT INTO clock_timer SELECT (jsonb_populate_record(t, jsonb_build_object(
    'id', nextval('clock_timer_id_seq'), 'clock_id', c.id, 'fire_at', t.fire_at + c.id * interval '1 second'))).*
  FROM clock_timer t, clock_clock c WHERE c.id <> t.clock_id
"""


def nodes(plan: dict) -> list[dict]:
    return [plan, *(inner for child in plan.get("Plans", []) for inner in nodes(child))]


@pytest.mark.django_db
def test_a_sweep_with_nothing_due_reads_a_few_pages_of_the_partial_index(cast, as_system, now):
    target = Target(3600)
    actions.start_clock(subject=cast.zone, metric="finish", target=target, actor=cast.desk, now=now)
    with connection.cursor() as cursor:
        cursor.execute(CLOCKS, [PENDING])
        cursor.execute(TIMERS)
        cursor.execute("ANALYZE clock_timer")
    assert claim(now=now, limit=500) == []
    due = Timer.objects.filter(state=Timer.State.PENDING, fire_at__lte=now).order_by("fire_at")
    plan = json.loads(due[:500].explain(format="json", analyze=True, buffers=True))[0]["Plan"]
    assert [node["Index Name"] for node in nodes(plan) if "Index Name" in node] == ["timer_due"]
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] <= 8
