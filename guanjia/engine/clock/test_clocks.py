"""What clocks do, told as the procedures tell it. The subject is a building; any estate's row will do."""

from dataclasses import dataclass, field

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from guanjia.engine.access import system
from guanjia.engine.clock import actions, shipped
from guanjia.engine.clock.audit import differences
from guanjia.engine.clock.events import ClockFired, ClocksChanged
from guanjia.engine.clock.models import Clock, ClockEvent, Timer
from guanjia.engine.clock.sweep import sweep
from guanjia.engine.clock.sweepers import SweepRun
from guanjia.engine.clock.targets import DEFAULT_LADDER, WORKDAYS, Agreed, Level, Target
from guanjia.engine.events import _listeners
from guanjia.kernel.errors import Refused

HOUR = 3600
PAUSES = ("customer", "parts")


@dataclass
class Desk:
    """Does to one subject's clocks what the desk would, and hears what they say."""

    subject: object
    actor: object
    fired: list[ClockFired] = field(default_factory=list)
    changed: list[ClocksChanged] = field(default_factory=list)

    def start(self, now, target=None, metric="finish", **more) -> Clock:
        target = target or Target(10 * HOUR, pauses=PAUSES)
        return actions.start_clock(
            subject=self.subject, metric=metric, target=target, actor=self.actor, now=now, **more
        )

    def __getattr__(self, verb):
        act = {"meet": "meet_clock", "set_target": "set_target", "start_for": "start_clocks_for"}.get(
            verb, f"{verb}_clocks"
        )
        return lambda now, **more: getattr(actions, act)(
            subject=self.subject, actor=self.actor, now=now, **more
        )

    def heard(self) -> list[tuple]:
        said = [(one.level, one.kind, one.recipients, one.late) for one in self.fired]
        self.fired.clear()
        return said


@pytest.fixture
def desk(cast, as_system, monkeypatch) -> Desk:
    desk = Desk(cast.building, cast.desk)
    monkeypatch.setitem(_listeners, ClockFired, [desk.fired.append])
    monkeypatch.setitem(_listeners, ClocksChanged, [desk.changed.append])
    return desk


def whole(clock: Clock) -> Clock:
    """The clock as it is stored, once sure that its events say the same."""
    clock.refresh_from_db()
    assert list(differences(Clock.objects.filter(pk=clock.pk))) == []
    return clock


def test_a_started_clock_knows_when_it_is_due(desk, at):
    clock = desk.start(at("周三 10:00"))
    assert (whole(clock).state, clock.due_at) == ("running", at("周三 20:00"))
    timer = Timer.objects.get(clock=clock)
    assert (timer.level, timer.fire_at) == (0, at("周三 18:00"))
    assert desk.changed == [ClocksChanged("places.building", desk.subject.pk, at("周三 20:00"))]


def test_workdays_follow_the_calendar(desk, at):
    assert desk.start(at("周五 16:00"), Target(workdays=2)).due_at == at("下周二 16:00")
    service = Target(30 * 60, calendar="service")
    assert desk.start(at("周五 21:00"), service, metric="reply").due_at == at("周六 8:30")


def test_the_ladder_climbs_rung_by_rung(desk, at):
    desk.start(at("周五 10:00"))
    for moment, expected in (
        ("周五 17:59", []),
        ("周五 18:00", [(0, "warn", ("assignee", "first_owner"), False)]),
        ("周五 20:00", [(1, "breach", ("role.supervisor",), False)]),
        ("周六 0:00", [(2, "escalate", ("role.manager",), False)]),
        ("下周一 17:59", []),
        ("下周一 18:00", [(3, "escalate", ("role.headquarters",), False)]),
        ("下周三 18:00", []),
    ):
        sweep(now=at(moment))
        assert desk.heard() == expected, moment
    clock = whole(Clock.objects.get())
    assert (clock.state, clock.breached_at) == ("breached", at("周五 20:00"))


def test_after_downtime_each_rung_fires_once_and_is_marked_late(desk, at):
    clock = desk.start(at("周五 10:00"))
    tally = sweep(now=at("下周三 10:00"))
    assert (tally.fired, tally.late) == (4, 4)
    assert [rung[0] for rung in desk.heard()] == [0, 1, 2, 3]
    assert sweep(now=at("下周三 10:01")).fired == 0
    assert whole(clock).breached_at == at("周五 20:00")
    assert SweepRun.objects.get().fired == 4


def test_serious_and_urgent_goes_to_the_manager_at_once(desk, at):
    facts = {"urgency": "urgent", "severity": "serious"}
    clocks = desk.start_for(at("周三 10:00"), facts=facts, metrics=["reply", "followup"])
    assert [clock.due_at for clock in clocks] == [at("周三 12:00"), at("周六 10:00")]
    sweep(now=at("周三 10:00"))
    assert desk.heard() == [(0, "escalate", ("role.manager",), False)]


def test_pauses_overlap_and_nothing_ticks_meanwhile(desk, at):
    clock = desk.start(at("周三 10:00"))
    desk.pause(at("周三 11:00"), reason="customer")
    desk.pause(at("周三 12:00"), reason="parts")
    desk.resume(at("周三 15:00"), reason="customer")
    assert (whole(clock).state, clock.due_at, clock.used_seconds) == ("paused", None, HOUR)
    assert sweep(now=at("下周三 10:00")).fired == 0
    desk.resume(at("周四 9:00"), reason="parts")
    assert (whole(clock).state, clock.due_at) == ("running", at("周四 18:00"))


def test_a_reason_that_the_target_does_not_name_stops_nothing(desk, at):
    clock = desk.start(at("周三 10:00"))
    assert desk.pause(at("周三 11:00"), reason="lunch") == []
    assert whole(clock).state == "running"


def test_a_late_clock_that_rests_is_later_by_its_running_time_only(desk, at):
    clock = desk.start(at("周三 10:00"))
    sweep(now=at("周三 21:00"))
    desk.heard()
    desk.pause(at("周三 21:00"), reason="parts")
    assert (whole(clock).state, clock.breached_at) == ("paused", at("周三 20:00"))
    desk.resume(at("周四 21:00"), reason="parts")
    assert (whole(clock).state, clock.due_at) == ("breached", at("周四 20:00"))
    sweep(now=at("周五 0:00"))
    assert desk.heard() == [(2, "escalate", ("role.manager",), False)]


def test_a_new_target_keeps_used_time_and_pauses(desk, at):
    clock = desk.start(at("周三 10:00"))
    desk.set_target(at("周三 12:00"), metric="finish", target=Target(3 * HOUR, pauses=PAUSES))
    assert whole(clock).due_at == at("周三 13:00")
    desk.pause(at("周三 12:30"), reason="parts")
    desk.set_target(at("周三 14:00"), metric="finish", target=Target(6 * HOUR, pauses=PAUSES))
    assert (whole(clock).state, clock.used_seconds) == ("paused", 2 * HOUR + 1800)
    desk.resume(at("周三 15:00"), reason="parts")
    assert whole(clock).due_at == at("周三 18:30")


def test_more_time_takes_a_breach_back_and_warns_anew(desk, at):
    clock = desk.start(at("周三 10:00"))
    sweep(now=at("周三 20:00"))
    desk.heard()
    desk.set_target(at("周三 21:00"), metric="finish", target=Target(20 * HOUR, pauses=PAUSES))
    assert (whole(clock).state, clock.due_at) == ("running", at("周四 6:00"))
    sweep(now=at("周四 2:00"))
    assert [rung[:2] for rung in desk.heard()] == [(0, "warn")]
    assert ClockEvent.objects.filter(clock=clock, kind="breach").count() == 1


def test_less_time_does_not_repeat_what_was_told(desk, at):
    clock = desk.start(at("周三 10:00"))
    sweep(now=at("周三 18:00"))
    desk.heard()
    desk.set_target(at("周三 18:30"), metric="finish", target=Target(8 * HOUR, pauses=PAUSES))
    sweep(now=at("周三 18:30"))
    assert [rung[1:] for rung in desk.heard()] == [("breach", ("role.supervisor",), False)]
    assert whole(clock).state == "breached"


def test_changed_facts_change_the_target_of_policy_clocks(desk, at):
    (clock,) = desk.start_for(at("周三 10:00"), facts={"urgency": "ordinary"}, metrics=["reply"])
    assert clock.due_at == at("周五 10:00")
    desk.retarget(at("周三 11:00"), facts={"urgency": "urgent", "severity": "ordinary"}, reason="更急")
    assert whole(clock).due_at == at("周三 12:00")
    assert desk.retarget(at("周三 11:00"), facts={"urgency": "urgent"}) == []


def test_meeting_late_says_so_even_if_nobody_swept(desk, at):
    clock = desk.start(at("周三 10:00"))
    desk.meet(at("周三 20:30"), metric="finish")
    assert (whole(clock).state, clock.ended_at, clock.breached_at) == (
        "met",
        at("周三 20:30"),
        at("周三 20:00"),
    )
    assert [event.kind for event in clock.events.order_by("id")] == ["start", "warn", "breach", "meet"]
    assert desk.changed[-1].earliest_due_at is None
    assert sweep(now=at("下周三 10:00")).fired == 0


def test_reopening_is_a_new_cycle_and_the_old_stays(desk, at):
    first = desk.start(at("周三 10:00"))
    desk.meet(at("周三 11:00"), metric="finish")
    second = desk.start(at("周五 10:00"), cycle=2)
    assert first.pk != second.pk
    assert (whole(first).state, whole(second).state) == ("met", "running")


def test_starting_twice_is_starting_once(desk, at):
    assert desk.start(at("周三 10:00")) == desk.start(at("周三 11:00"))
    assert desk.start(at("周三 10:00"), detail="7") != desk.start(at("周三 10:00"), detail="8")


def test_a_merged_case_gets_its_clocks_back(desk, at):
    clock = desk.start(at("周三 10:00"))
    other = desk.start(at("周三 10:00"), metric="reply")
    desk.cancel(at("周三 11:00"), metrics=("reply",), reason="answered")
    desk.cancel(at("周三 12:00"), reason="merged:7")
    assert (whole(clock).state, clock.used_seconds) == ("cancelled", 2 * HOUR)
    desk.restore(at("周四 12:00"), reason="merged:7")
    assert (whole(clock).state, clock.due_at) == ("running", at("周四 20:00"))
    assert whole(other).state == "cancelled"


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
