"""Whatever is done to a clock in whatever order, its row is the fold of its events; a rung fires once."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from guanjia.engine.clock import actions
from guanjia.engine.clock.audit import differences
from guanjia.engine.clock.events import ClockFired
from guanjia.engine.clock.models import Clock, ClockEvent, Timer
from guanjia.engine.clock.queries import clocks_of
from guanjia.engine.clock.store import reading_of
from guanjia.engine.clock.sweep import sweep
from guanjia.engine.clock.targets import Target
from guanjia.engine.events import _listeners

TARGETS = (
    Target(3600, pauses=("customer", "parts")),
    Target(20 * 3600, pauses=("parts",)),
    Target(workdays=1, pauses=("customer",)),
    Target(5 * 3600, calendar="service", pauses=("customer", "parts")),
)
targets, reasons = st.sampled_from(TARGETS), st.sampled_from(["customer", "parts"])


class Life(RuleBasedStateMachine):
    """One subject's clock through its cycles, while time goes by in odd steps."""

    cast, now, cycle_from = None, None, 1

    @initialize(wanted=targets)
    def begin(self, wanted):
        # Every life has a hundred cycle numbers of its own: clocks cannot be deleted.
        self.at, self.cycle, self.fired = Life.now, Life.cycle_from, []
        Life.cycle_from += 100
        _listeners[ClockFired][:] = [self.fired.append]
        self.start(wanted)

    def start(self, target):
        actions.start_clock(metric="finish", target=target, cycle=self.cycle, **self.who)

    @property
    def who(self):
        return {"subject": Life.cast.building, "actor": Life.cast.desk, "now": self.at}

    @rule(seconds=st.one_of(st.integers(0, 4 * 3600), st.integers(0, 6 * 86400)))
    def time_goes_by(self, seconds):
        self.at += timedelta(seconds=seconds)

    @rule()
    def sweep(self):
        sweep(now=self.at)

    @rule(reason=reasons)
    def pause(self, reason):
        actions.pause_clocks(reason=reason, **self.who)

    @rule(reason=reasons)
    def resume(self, reason):
        actions.resume_clocks(reason=reason, **self.who)

    @rule(wanted=targets)
    def retarget(self, wanted):
        actions.set_target(metric="finish", target=wanted, **self.who)

    @rule()
    def merge_and_split_again(self):
        actions.cancel_clocks(reason="merged", **self.who)
        self.at += timedelta(hours=3)
        actions.restore_clocks(reason="merged", **self.who)

    @rule(wanted=targets)
    def meet_and_reopen(self, wanted):
        actions.meet_clock(metric="finish", **self.who)
        self.cycle += 1
        self.start(wanted)

    @invariant()
    def row_is_the_fold(self):
        assert list(differences(Clock.objects.filter(cycle__gte=self.cycle - 100))) == []

    @invariant()
    def the_timer_is_the_next_rung(self):
        for clock in Clock.objects.open():
            pending = Timer.objects.filter(clock=clock, state=Timer.State.PENDING)
            coming = reading_of(clock).next_firing()
            assert [(t.level, t.fire_at) for t in pending] == ([coming] if coming else [])

    @invariant()
    def the_clock_adds_up(self):
        for one in clocks_of(Life.cast.building, open_only=True):
            reading, calendar = one.reading, one.reading.terms.calendar
            if reading.due_at and reading.due_at >= self.at:
                left = reading.terms.seconds - reading.used_until(self.at)
                assert calendar.between(self.at, reading.due_at) == left

    @invariant()
    def every_firing_was_told_once(self):
        facts = ClockEvent.objects.filter(level__isnull=False, clock__cycle__gte=Life.cycle_from - 100)
        assert facts.count() == len(self.fired)

    def teardown(self):
        if hasattr(self, "at"):
            actions.cancel_clocks(reason="over", **self.who)


@pytest.mark.django_db
def test_a_clocks_life(cast, as_system, now, monkeypatch):
    monkeypatch.setitem(_listeners, ClockFired, [])
    Life.cast, Life.now, Life.cycle_from = cast, now, 1
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
