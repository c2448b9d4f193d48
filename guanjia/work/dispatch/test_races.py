"""Two people, two connections, the same moment."""

import pytest

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.testing.cast import assemble
from guanjia.testing.races import at_once
from guanjia.work.cases.actions import register_case
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import WorkOrder

S = WorkOrder.State


@pytest.fixture
def cast(transactional_db):
    with acting_as(system(None)):
        return assemble()


@pytest.fixture
def leak(cast, now):
    def register(words="漏水"):
        with acting_as(cast.desk):
            case = register_case(
                actor=cast.desk, now=now, estate=cast.estate, procedure="repair", words=words, topic="water",
                unit=cast.unit, answers={"kind": "home"},
            )  # fmt: skip
            return WorkOrder.objects.get(case=case)

    return register


def test_two_technicians_claim_one_order(cast, leak, now):
    order = leak()
    people = (cast.technician, cast.second_technician)
    got = at_once(
        *((who, lambda who=who: actions.claim_order(order=order, actor=who, now=now)) for who in people)
    )
    winners = [each for each in got if isinstance(each, WorkOrder)]
    assert len(winners) == 1
    assert [each.code for each in got if isinstance(each, Refused)] == ["stale"]
    with acting_as(cast.desk):
        order.refresh_from_db()
    assert (order.state, order.technician_id) == (S.ACCEPTED, winners[0].technician_id)


def test_one_technician_cannot_pass_his_cap_by_claiming_two_at_once(cast, leak, now):
    cast.technician.order_cap = 1
    cast.technician.save()
    orders = leak("漏水"), leak("停电")
    got = at_once(
        *(
            (
                cast.technician,
                lambda order=order: actions.claim_order(order=order, actor=cast.technician, now=now),
            )
            for order in orders
        )
    )
    assert sorted(isinstance(each, Refused) for each in got) == [False, True]


def test_the_same_command_twice_at_once_is_one_command(cast, leak, now):
    order = leak()
    with acting_as(cast.desk):
        actions.assign_order(order=order, actor=cast.desk, now=now, technician=cast.technician)
    got = at_once(
        *[
            (
                cast.technician,
                lambda: actions.accept_order(order=order, actor=cast.technician, now=now, key="tap-1"),
            )
        ]
        * 2
    )
    assert [each.state for each in got] == [S.ACCEPTED, S.ACCEPTED]
    assert {each.version for each in got} == {3}


def test_the_supervisor_takes_the_order_while_the_technician_moves_it(cast, leak, now):
    order = leak()
    with acting_as(cast.desk):
        actions.assign_order(order=order, actor=cast.desk, now=now, technician=cast.technician)
    at_once(
        (cast.technician, lambda: actions.accept_order(order=order, actor=cast.technician, now=now)),
        (
            cast.supervisor,
            lambda: actions.reassign_order(
                order=order, actor=cast.supervisor, now=now, technician=cast.second_technician
            ),
        ),
    )
    with acting_as(cast.desk):
        order.refresh_from_db()
    assert (order.state, order.technician_id) == (S.ASSIGNED, cast.second_technician.pk)
