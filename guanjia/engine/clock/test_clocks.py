"""A clock from start to end: warned, late, paused, retargeted, met."""

from guanjia.engine.clock.conftest import HOUR, PAUSES, whole
from guanjia.engine.clock.events import ClocksChanged
from guanjia.engine.clock.models import Clock, ClockEvent, Timer
from guanjia.engine.clock.sweep import sweep
from guanjia.engine.clock.sweepers import SweepRun
from guanjia.engine.clock.targets import Target


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
