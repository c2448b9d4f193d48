"""In the field: on the way, at work, paused, done."""

from datetime import timedelta

import pytest

from guanjia.engine.audit.models import AuditEntry
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases.models import Case, Step, TimelineEntry
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.conftest import HOUR, S, clock, told
from guanjia.work.dispatch.jobs import overrun_pauses
from guanjia.work.dispatch.models import OrderPause, Trip


def test_the_happy_path_moves_the_case(photographed, cast, now, leak):
    order = actions.complete_order(
        order=photographed, actor=cast.technician, now=now + HOUR, outcome="更换软管"
    )
    assert (order.state, order.done_at, order.outcome) == (S.DONE, now + HOUR, "更换软管")
    leak.refresh_from_db()
    assert (leak.state, leak.answers["worker"]) == (Case.State.FINISHED, cast.technician.pk)
    assert Step.objects.get(case=leak, code="dispatch").done_at == now + HOUR
    assert Trip.objects.get(order=order).minutes == 60
    kinds = set(TimelineEntry.objects.filter(case=leak).values_list("kind", flat=True))
    assert {
        "order.created",
        "order.assigned",
        "order.accepted",
        "order.set_out",
        "order.arrived",
        "order.done",
    } <= kinds
    assert AuditEntry.objects.filter(verb="order.complete", object_id=order.pk).exists()


def test_arriving_stops_the_arrive_clock(arrived):
    assert clock(arrived, "arrive").state == "met"


def test_what_was_done_offline_counts_from_when_it_was_done(assigned, cast, now):
    order = actions.accept_order(
        order=assigned, actor=cast.technician, now=now + HOUR, done_at=now + timedelta(minutes=5)
    )
    assert order.accepted_at == now + timedelta(minutes=5)
    entry = TimelineEntry.objects.get(case=order.case, kind="order.accepted")
    assert entry.at == now + timedelta(minutes=5)
    assert entry.data["recorded_at"] == (now + HOUR).isoformat()
    assert clock(order, "accept").state == "met"


def test_the_clock_of_the_phone_is_not_trusted_blindly(assigned, cast, now):
    order = actions.accept_order(order=assigned, actor=cast.technician, now=now, done_at=now + 5 * HOUR)
    assert order.accepted_at == now
    order = actions.set_out(order=order, actor=cast.technician, now=now + HOUR, done_at=now - HOUR)
    assert order.changed_at == now


def test_the_queue_may_send_everything_twice(assigned, cast, now, picture):
    for _ in range(2):
        order = actions.accept_order(order=assigned, actor=cast.technician, now=now, key="k1")
        order = actions.set_out(order=order, actor=cast.technician, now=now, key="k2")
        order = actions.add_photo(
            order=order, actor=cast.technician, now=now, key="k3", kind="before", upload=picture()
        )
    assert (order.state, order.orderphotos.count(), order.trips.count()) == (S.ON_THE_WAY, 1, 1)


def test_out_of_order_is_refused(assigned, cast, now):
    with pytest.raises(Stale, match="待接单"):
        actions.arrive(order=assigned, actor=cast.technician, now=now)


def test_completing_asks_for_photos_and_signature(arrived, cast, now, picture):
    done = {"order": arrived, "actor": cast.technician, "now": now, "outcome": "修好"}
    with pytest.raises(Refused, match="照片"):
        actions.complete_order(**done)
    for kind in ("before", "after"):
        actions.add_photo(order=arrived, actor=cast.technician, now=now, kind=kind, upload=picture())
    with pytest.raises(Refused, match="签名"):
        actions.complete_order(**done)
    with pytest.raises(Refused, match="结果"):
        actions.complete_order(**{**done, "outcome": " "})
    actions.add_photo(order=arrived, actor=cast.technician, now=now, kind="slip", upload=picture())
    assert actions.complete_order(**done).state == S.DONE


def test_a_short_pause_stops_the_clocks_at_once(arrived, cast, now):
    order = actions.pause_order(
        order=arrived, actor=cast.technician, now=now, reason="parts", until=now + 4 * HOUR
    )
    assert (order.state, clock(order, "finish").state) == (S.PAUSED, "paused")
    order = actions.resume_order(order=order, actor=cast.technician, now=now + 2 * HOUR)
    assert (order.state, clock(order, "finish").state) == (S.ACCEPTED, "running")
    actions.set_out(order=order, actor=cast.technician, now=now + 2 * HOUR)
    assert Trip.objects.filter(order=order).count() == 2


def test_a_long_pause_needs_a_second_word(arrived, cast, now):
    order = actions.pause_order(
        order=arrived, actor=cast.technician, now=now, reason="parts", until=now + 72 * HOUR
    )
    assert clock(order, "finish").state == "running"
    assert told(cast.supervisor) == ["order.trouble"]
    with pytest.raises(Forbidden):
        actions.agree_pause(order=order, actor=cast.technician, now=now)
    order = actions.agree_pause(order=order, actor=cast.supervisor, now=now + HOUR)
    assert clock(order, "finish").state == "paused"


def test_nobody_agrees_to_his_own_long_pause(arrived, cast, now):
    order = actions.pause_order(
        order=arrived, actor=cast.supervisor, now=now, reason="parts", until=now + 72 * HOUR
    )
    with pytest.raises(Forbidden):
        actions.agree_pause(order=order, actor=cast.supervisor, now=now)


def test_a_pause_that_outlasts_its_word_lets_the_clocks_run(arrived, cast, now, monkeypatch):
    order = actions.pause_order(
        order=arrived, actor=cast.technician, now=now, reason="parts", until=now + HOUR
    )
    monkeypatch.setattr("guanjia.work.dispatch.jobs.now", lambda: now + 2 * HOUR)
    assert overrun_pauses(0) == 1
    assert overrun_pauses(0) == 0
    assert (OrderPause.objects.get().overrun_at, clock(order, "finish").state) == (now + 2 * HOUR, "running")
