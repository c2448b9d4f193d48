"""Agreed times, calendars, ends, and what holds when something is wrong."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from guanjia.engine.access import system
from guanjia.engine.clock import actions, shipped
from guanjia.engine.clock.audit import differences
from guanjia.engine.clock.conftest import HOUR, PAUSES, whole
from guanjia.engine.clock.events import ClockFired
from guanjia.engine.clock.models import Clock, Timer
from guanjia.engine.clock.sweep import sweep
from guanjia.engine.clock.targets import DEFAULT_LADDER, WORKDAYS, Agreed, Level, Target
from guanjia.engine.events import _listeners
from guanjia.kernel.errors import Refused


def test_an_agreed_time_counts_on_the_wall_and_keeps_the_ladder(desk, at):
    facts = {"urgency": "ordinary"}
    agreed = {"reply": Agreed(at("周六 20:30"))}
    (clock,) = desk.start_for(at("周三 10:00"), facts=facts, metrics=["reply"], agreed=agreed)
    assert (whole(clock).due_at, clock.policy_version_id) == (at("周六 20:30"), None)
    assert clock.target.says["workdays"] == 2
    later = {"reply": Agreed(at("下周二 9:00"))}
    desk.retarget(at("周五 10:00"), facts=facts, metrics=("reply",), agreed=later)
    assert whole(clock).due_at == at("下周二 9:00")
    desk.retarget(at("周五 11:00"), facts={"urgency": "urgent"}, metrics=("reply",))
    assert whole(clock).target_seconds == 2 * HOUR


def test_a_target_counted_from_an_agreed_time_keeps_its_calendar(desk, at):
    agreed = {"reply": Agreed(at("下周二 10:00"), is_start=True)}
    (clock,) = desk.start_for(at("周三 10:00"), facts={}, metrics=["reply"], agreed=agreed)
    assert whole(clock).due_at == at("下周四 10:00")


def test_a_delay_only_puts_off(desk, at):
    clock = desk.start(at("周三 10:00"), detail="7")
    other = desk.start(at("周三 10:00"), detail="8")
    desk.put_off(at("周三 11:00"), metric="finish", until=at("周五 9:00"), details=["7"])
    assert (whole(clock).due_at, whole(other).due_at) == (at("周五 9:00"), at("周三 20:00"))
    assert desk.put_off(at("周三 12:00"), metric="finish", until=at("周四 9:00"), details=["7"]) == []
    desk.pause(at("周三 13:00"), reason="parts")
    assert whole(clock).state == "running"


def test_what_was_missed_has_an_end_and_is_not_met(desk, at):
    clock = desk.start(at("周三 10:00"))
    desk.pause(at("周三 11:00"), reason="parts")
    actions.end_clocks(subject=desk.subject, ends={"finish": "miss"}, actor=desk.actor, now=at("周三 12:00"))
    assert (whole(clock).state, clock.ended_at, clock.due_at) == (
        "missed",
        at("周三 12:00"),
        at("周三 12:00"),
    )


def test_an_ended_clock_never_changes(desk, at):
    clock = desk.start(at("周三 10:00"))
    desk.meet(at("周三 11:00"), metric="finish")
    for verb in ("pause", "cancel"):
        assert getattr(desk, verb)(at("周三 12:00"), reason="parts") == []
    assert desk.set_target(at("周三 12:00"), metric="finish", target=Target(HOUR)) == []
    assert whole(clock).state == "met"


def test_a_computer_whose_time_lags_does_not_turn_time_back(desk, at):
    clock = desk.start(at("周三 10:00"))
    desk.pause(at("周三 11:00"), reason="parts")
    desk.resume(at("周三 10:59"), reason="parts")
    assert whole(clock).due_at == at("周三 20:00")


def test_the_earliest_due_is_told(desk, at):
    desk.start(at("周三 10:00"))
    desk.start(at("周三 10:00"), Target(HOUR), metric="reply")
    assert desk.changed[-1].earliest_due_at == at("周三 11:00")
    desk.meet(at("周三 10:30"), metric="reply")
    assert desk.changed[-1].earliest_due_at == at("周三 20:00")


def test_three_clocks_cost_four_statements(desk, at, django_capture_on_commit_callbacks):
    wanted = [
        actions.Wanted(metric, Target(n * HOUR)) for n, metric in enumerate(("reply", "arrive", "finish"), 1)
    ]
    with django_capture_on_commit_callbacks(execute=True):
        desk.start(at("周三 10:00"), Target(workdays=1), metric="step")
        actions.start_clocks(subject=desk.subject, wanted=wanted, actor=desk.actor, now=at("周三 10:00"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        actions.start_clocks(
            subject=desk.subject, wanted=wanted, actor=desk.actor, now=at("周三 10:00"), cycle=2
        )
    assert len(queries) == 4, [query["sql"][:80] for query in queries]
    with CaptureQueriesContext(connection) as queries:
        desk.pause(at("周三 10:10"), reason="customer")
        desk.meet(at("周三 10:30"), metric="reply")
    assert len(queries) <= 6, [query["sql"][:80] for query in queries]


def test_what_happened_cannot_be_changed(desk, at):
    clock = desk.start(at("周三 10:00"))
    for sql in ("UPDATE clock_clockevent SET reason = 'x'", "DELETE FROM clock_clockevent"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(sql)
    assert clock.events.count() == 1


def test_a_damaged_row_is_found_and_rebuilt(desk, at):
    clock = desk.start(at("周三 10:00"))
    Clock.objects.update(used_seconds=99, due_at=at("周四 10:00"))
    found = {one.field: (one.stored, one.told) for one in differences(Clock.objects.all())}
    assert found == {
        "used_seconds": (99, 0),
        "due_at": (at("周四 10:00"), at("周三 20:00")),
    }
    actions.rebuild_clock(clock=clock)
    assert whole(clock).due_at == at("周三 20:00")


def test_one_broken_handler_does_not_stop_the_others(desk, at, cast, monkeypatch):
    good, bad = cast.unit, cast.zone
    for subject in (bad, good):
        actions.start_clock(
            subject=subject, metric="finish", target=Target(HOUR), actor=cast.desk, now=at("周三 10:00")
        )

    def break_for_zones(event: ClockFired) -> None:
        if event.subject_type == "places.zone":
            raise RuntimeError("no such zone")

    monkeypatch.setitem(_listeners, ClockFired, [break_for_zones, desk.fired.append])
    tally = sweep(now=at("周三 11:00"))
    assert (tally.fired, tally.failed) == (2, 1)
    failed = Timer.objects.get(attempts=1)
    assert (failed.state, failed.fire_at, failed.error) == (
        "pending",
        at("周三 11:01"),
        "RuntimeError('no such zone')",
    )
    monkeypatch.setitem(_listeners, ClockFired, [desk.fired.append])
    assert sweep(now=at("周三 11:01")).fired == 2


def test_an_unknown_calendar_is_refused_in_words(desk, at):
    with pytest.raises(Refused, match="moon"):
        desk.start(at("周三 10:00"), Target(HOUR, calendar="moon"))


def test_an_estates_own_calendar_comes_before_the_companys(desk, at, cast):
    office = shipped.shipped_hours(WORKDAYS, zone="Asia/Shanghai", years=[2026])
    actions.ensure_shipped(company_id=cast.company.pk, now=at("周三 9:00"))
    actions.create_calendar(
        actor=system(cast.company.pk),
        now=at("周三 9:00"),
        code=WORKDAYS,
        name="本园",
        estate=cast.estate,
        spec=type(office)("Asia/Tokyo", office.weekly),
    )
    clock = desk.start(at("周三 10:00"), Target(HOUR, calendar=WORKDAYS))
    assert clock.calendar_version.zone == "Asia/Tokyo"


def test_nonsense_targets_are_refused():
    for wrong in (
        lambda: Target(0),
        lambda: Level("breach", percent=50),
        lambda: Level("warn", percent=120),
        lambda: Level("shout"),
        lambda: Target(1, levels=(*DEFAULT_LADDER, Level("breach", percent=100))),
    ):
        with pytest.raises(ValueError):
            wrong()
    assert Target.from_json(Target(HOUR, pauses=PAUSES).as_json()) == Target(HOUR, pauses=PAUSES)
