"""From the pool to a technician."""

import pytest

from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases.models import Case
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.conftest import HOUR, S, accept_clocks, told
from guanjia.work.dispatch.models import Handover, Refusal, Trip


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
