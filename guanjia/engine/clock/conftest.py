"""What the tests here have in common."""

from dataclasses import dataclass, field

import pytest

from guanjia.engine.clock import actions
from guanjia.engine.clock.audit import differences
from guanjia.engine.clock.events import ClockFired, ClocksChanged
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.targets import Target
from guanjia.engine.events import _listeners

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
