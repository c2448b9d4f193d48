from datetime import timedelta
from decimal import Decimal

import pytest

from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.clock.models import Clock
from guanjia.engine.notify.models import Notification
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases.models import Case, Step, TimelineEntry
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.jobs import overrun_pauses
from guanjia.work.dispatch.models import Handover, MaterialLine, OrderPause, Quote, Refusal, Trip, WorkOrder

S = WorkOrder.State
HOUR = timedelta(hours=1)


def accept_clocks(order):
    return list(
        Clock.objects.of(order.case).filter(metric="accept").order_by("pk").values_list("state", flat=True)
    )


def clock(order, metric):
    return Clock.objects.of(order.case).get(metric=metric, cycle=order.case.cycle)


def told(person):
    return list(Notification.objects.filter(staff=person).order_by("pk").values_list("kind", flat=True))


# From the pool to a technician


def test_the_procedure_opens_an_order_in_the_departments_pool(pooled, cast):
    assert (pooled.state, pooled.department, pooled.technician) == (S.POOLED, cast.engineering, None)
    assert pooled.number == "PG261118-0001"
    assert pooled.step.code == "dispatch"
    assert accept_clocks(pooled) == ["running"]
    assert told(cast.technician) == ["order.pooled"] == told(cast.second_technician)
    assert told(cast.guard) == []


def test_the_desk_assigns_and_the_technician_is_told(assigned, cast):
    assert (assigned.state, assigned.technician) == (S.ASSIGNED, cast.technician)
    assert accept_clocks(assigned) == ["running"]
    assert "order.assigned" in told(cast.technician)


def test_two_dispatchers_do_not_overwrite_each_other(pooled, cast, now):
    seen = pooled.version
    actions.assign_order(
        order=pooled, actor=cast.desk, now=now, technician=cast.technician, seen_version=seen
    )
    with pytest.raises(Stale):
        actions.assign_order(
            order=pooled, actor=cast.agent, now=now, technician=cast.second_technician, seen_version=seen
        )


@pytest.mark.parametrize("unfit", ["guard", "elsewhere", "outsider"])
def test_only_field_workers_of_the_estate_can_be_given_an_order(pooled, cast, now, unfit):
    with pytest.raises(Refused):
        actions.assign_order(order=pooled, actor=cast.desk, now=now, technician=getattr(cast, unfit))


def test_a_technician_claims_from_the_pool(pooled, cast, now):
    order = actions.claim_order(order=pooled, actor=cast.technician, now=now)
    assert (order.state, order.technician) == (S.ACCEPTED, cast.technician)
    assert accept_clocks(order) == ["met"]
    with pytest.raises(Stale):
        actions.claim_order(order=pooled, actor=cast.second_technician, now=now)


def test_nobody_claims_beyond_his_cap(pooled, cast, now):
    cast.technician.order_cap = 0
    cast.technician.save()
    with pytest.raises(Refused, match="上限"):
        actions.claim_order(order=pooled, actor=cast.technician, now=now)


def test_a_refusal_has_a_reason_and_goes_back_to_the_supervisor(assigned, cast, now):
    with pytest.raises(Refused):
        actions.refuse_order(order=assigned, actor=cast.technician, now=now, reason="")
    with pytest.raises(Refused):
        actions.refuse_order(order=assigned, actor=cast.technician, now=now, reason="other", words=" ")
    order = actions.refuse_order(
        order=assigned, actor=cast.technician, now=now, reason="skill", words="没有焊枪"
    )
    assert (order.state, order.technician) == (S.POOLED, None)
    refusal = Refusal.objects.get(order=order)
    assert (refusal.technician, refusal.words, refusal.at) == (cast.technician, "没有焊枪", now)
    assert accept_clocks(order) == ["running"]
    assert told(cast.supervisor) == ["order.trouble"]


def test_a_taken_order_that_is_handed_on_must_be_accepted_again(assigned, cast, now):
    order = actions.accept_order(order=assigned, actor=cast.technician, now=now)
    assert accept_clocks(order) == ["met"]
    order = actions.transfer_order(
        order=order,
        actor=cast.technician,
        now=now + HOUR,
        technician=cast.second_technician,
        reason="去抢修电梯",
    )
    assert (order.state, order.technician) == (S.ASSIGNED, cast.second_technician)
    assert accept_clocks(order) == ["met", "running"]
    order = actions.accept_order(order=order, actor=cast.second_technician, now=now + HOUR)
    order = actions.return_order(
        order=order, actor=cast.second_technician, now=now + 2 * HOUR, reason="需要高空作业"
    )
    assert (order.state, accept_clocks(order)) == (S.POOLED, ["met", "met", "running"])
    assert list(Handover.objects.order_by("pk").values_list("kind", flat=True)) == ["transfer", "return"]


@pytest.mark.parametrize("verb", ["transfer_order", "return_order"])
def test_handing_on_needs_a_reason(arrived, cast, now, verb):
    given = {"technician": cast.second_technician} if verb == "transfer_order" else {}
    with pytest.raises(Refused):
        getattr(actions, verb)(order=arrived, actor=cast.technician, now=now, reason=" ", **given)


def test_the_supervisor_reassigns_at_any_time(arrived, cast, now):
    with pytest.raises(Forbidden):
        actions.reassign_order(order=arrived, actor=cast.desk, now=now, technician=cast.second_technician)
    order = actions.reassign_order(
        order=arrived, actor=cast.supervisor, now=now, technician=cast.second_technician
    )
    assert (order.state, order.technician) == (S.ASSIGNED, cast.second_technician)
    assert not Trip.objects.filter(order=order, ended_at=None).exists()
    with pytest.raises(Forbidden):
        actions.add_materials(order=order, actor=cast.technician, now=now, lines=[{"name": "胶带"}])


def test_of_others_orders_one_keeps_the_hands_off(assigned, cast, now):
    with pytest.raises(Forbidden):
        actions.accept_order(order=assigned, actor=cast.second_technician, now=now)
    with pytest.raises(Case.DoesNotExist):
        actions.accept_order(order=assigned, actor=cast.elsewhere, now=now)


# In the field


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


# Pauses


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


# Money and paper

LINES = [
    {"kind": "labour", "name": "更换软管", "quantity": "1", "unit_price": "50"},
    {"kind": "material", "name": "软管", "quantity": "2", "unit_price": "12.5"},
]


def test_the_customer_agrees_the_quote_before_the_end(photographed, cast, now, picture):
    mine = {"actor": cast.technician, "now": now}
    order = actions.quote_order(order=photographed, lines=LINES, **mine)
    with pytest.raises(Refused, match="报价"):
        actions.complete_order(order=order, outcome="修好", **mine)
    with pytest.raises(Refused, match="签名"):
        actions.agree_quote(order=order, how="signature", name="王阿姨", **mine)
    actions.agree_quote(order=order, how="signature", name="王阿姨", signature=picture(), **mine)
    quote = Quote.objects.get(order=order)
    assert (quote.total, quote.agreed_name, quote.agreed_at) == (Decimal("75.00"), "王阿姨", now)
    order = actions.complete_order(order=order, outcome="修好", pay="on_spot", **mine)
    order.case.refresh_from_db()
    assert (order.case.answers["amount"], order.case.answers["pay"]) == ("75.00", "on_spot")


def test_a_new_quote_takes_the_place_of_the_declined_one(arrived, cast, now):
    mine = {"actor": cast.technician, "now": now}
    order = actions.quote_order(order=arrived, lines=LINES, **mine)
    actions.decline_quote(order=order, words="太贵", **mine)
    actions.quote_order(order=order, lines=LINES[:1], **mine)
    assert [q.total for q in Quote.objects.filter(replaced_at=None)] == [Decimal("50.00")]


@pytest.mark.parametrize(
    "line",
    [
        {"name": ""},
        {"name": "x", "quantity": "0"},
        {"name": "x", "unit_price": "-1"},
        {"name": "x", "quantity": "一个"},
        {"name": "x", "unit_price": "NaN"},
    ],
)
def test_bad_lines_are_refused(arrived, cast, now, line):
    with pytest.raises(Refused):
        actions.add_materials(order=arrived, actor=cast.technician, now=now, lines=[line])


def test_a_wrong_material_is_struck_out_not_deleted(arrived, cast, now):
    mine = {"order": arrived, "actor": cast.technician, "now": now}
    actions.add_materials(
        lines=[{"name": "软管", "quantity": "2", "measure": "根", "unit_price": "12.50"}], **mine
    )
    row = MaterialLine.objects.get()
    assert row.amount == Decimal("25.00")
    actions.strike_material(line=row.pk, **mine)
    assert MaterialLine.objects.get().struck_at == now


# Ends


def test_cancelling_needs_a_reason_and_stops_the_accept_clock(assigned, cast, now):
    with pytest.raises(Refused):
        actions.cancel_order(order=assigned, actor=cast.desk, now=now, reason="")
    order = actions.cancel_order(order=assigned, actor=cast.desk, now=now, reason="客户自己修好了")
    assert (order.state, accept_clocks(order)) == (S.CANCELLED, ["cancelled"])


def test_the_number_is_revealed_to_who_has_the_order_and_recorded(assigned, cast, now):
    from guanjia.engine.access.models import Reveal

    assert actions.reveal_number(order=assigned, actor=cast.technician, now=now) == "13905710001"
    assert Reveal.objects.get().actor == cast.technician
    with pytest.raises(Forbidden):
        actions.reveal_number(order=assigned, actor=cast.second_technician, now=now)


def test_suggestions_put_skill_and_free_hands_first(pooled, cast, now):
    from guanjia.work.dispatch.queries import candidates_for

    cast.second_technician.skills = ["water"]
    cast.second_technician.save()
    assert [s.candidate.pk for s in candidates_for(pooled, actor=cast.desk, now=now)] == [
        cast.second_technician.pk,
        cast.technician.pk,
    ]
