"""A morning at the counter, as the manual tells it."""

from datetime import timedelta

import pytest

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.testing.cast import assemble
from guanjia.testing.races import at_once
from guanjia.work.cases.actions import register_case
from guanjia.work.counter import actions, queries, rules
from guanjia.work.counter.models import Appointment, Ticket, Visit


@pytest.fixture
def take(acting, cast):
    def take(what, at, who=None, **more):
        who = who or cast.desk
        with acting(who):
            return actions.take_ticket(actor=who, now=at, estate=cast.estate, what=what, **more)

    return take


def test_walk_ins_are_served_in_their_turn(acting, cast, take, at):
    nine = at("周三 9:00")
    first = take("交费", nine, unit=cast.unit, key="k1")
    assert take("交费", nine, unit=cast.unit, key="k1").pk == first.pk
    second = take("取钥匙", nine + timedelta(minutes=1), name="赵先生")
    assert [first.label, second.label] == ["001", "002"]
    with pytest.raises(Refused, match="要办什么"):
        take(" ", nine)
    with pytest.raises(Forbidden):
        take("交费", nine, who=cast.guard)
    with pytest.raises(Forbidden):
        take("交费", nine, who=cast.elsewhere)

    us, ten = {"actor": cast.desk, "estate": cast.estate}, at("周三 9:10")
    with acting(cast.desk):
        with pytest.raises(Refused, match="还没有叫到"):
            actions.finish_ticket(actor=cast.desk, now=ten, ticket=first)
        called = actions.call_next(now=ten, window=2, key="c1", **us)
        assert actions.call_next(now=ten, window=2, key="c1", **us).pk == called.pk == first.pk
        with pytest.raises(Refused, match="001 号还在您的窗口"):
            actions.call_next(now=ten, **us)
        actions.identify(actor=cast.desk, now=ten, ticket=called, customer=cast.owner, unit=cast.unit)
        case = register_case(
            actor=cast.desk,
            now=ten,
            estate=cast.estate,
            procedure="consultation",
            words="怎么交费",
            answers={},
        )
        for _twice in range(2):
            actions.link_case(actor=cast.desk, now=ten, ticket=called, case=case)
        assert called.matters.get().case == case
    with acting(cast.agent), pytest.raises(Forbidden, match="同事接待"):
        actions.finish_ticket(actor=cast.agent, now=ten, ticket=called)
    with acting(cast.desk):
        actions.call_again(actor=cast.desk, now=ten + timedelta(minutes=1), ticket=called)
        actions.finish_ticket(actor=cast.desk, now=ten + timedelta(minutes=5), ticket=called)
        with pytest.raises(Stale):
            actions.finish_ticket(actor=cast.desk, now=ten + timedelta(minutes=5), ticket=called)
        actions.leave_queue(actor=cast.desk, now=ten, ticket=second)
        with pytest.raises(Refused, match="没有人在等"):
            actions.call_next(now=ten, **us)
        so_far = queries.day_so_far(cast.desk, cast.estate.pk, day=nine.date())
        assert (so_far.served, so_far.left, so_far.waited, so_far.took) == (1, 1, 10, 5)
        served = Ticket.objects.get(pk=first.pk)
        assert (served.who, served.calls, served.window) == ("王阿姨", 2, 2)
    assert take("交费", nine + timedelta(days=1)).label == "001"


def test_who_made_an_appointment_goes_first_when_its_time_is_near(acting, cast, take, at):
    when, before = at("周三 10:00"), at("周二 15:00")
    us = {"actor": cast.desk, "now": before, "estate": cast.estate, "at": when, "what": "装修申请"}
    with acting(cast.desk):
        booked = actions.make_appointment(
            customer=cast.owner, phone="13905710001", clerk=cast.desk, key="b1", **us
        )
        again = {"customer": cast.owner, "phone": "13905710001", "clerk": cast.desk, "key": "b1"}
        assert actions.make_appointment(**again, **us).pk == booked.pk
        with pytest.raises(Refused, match="小李这个时间已有预约"):
            actions.make_appointment(name="钱女士", clerk=cast.desk, **us)
        late = actions.make_appointment(name="钱女士", **us)
        with pytest.raises(Refused, match="已约满"):
            actions.make_appointment(name="孙先生", **us)
        with pytest.raises(Refused, match="已经过去"):
            actions.make_appointment(name="孙先生", **us | {"now": at("周三 11:00")})
        with pytest.raises(Refused, match="时段里选"):
            actions.make_appointment(name="孙先生", **us | {"at": at("周三 10:10")})
        with pytest.raises(Refused, match="谁来"):
            actions.make_appointment(**us | {"at": at("周三 11:00")})
        free = dict(queries.free_slots(cast.desk, cast.estate, day=when.date(), now=before))
        assert when not in free and free[at("周三 10:30")] == 2
        with pytest.raises(Refused, match="不是今天"):
            actions.receive_appointment(actor=cast.desk, now=before, appointment=booked)

    walk_in = take("交费", at("周三 9:20"))
    with acting(cast.desk):
        early = actions.receive_appointment(actor=cast.desk, now=at("周三 9:30"), appointment=booked)
        with pytest.raises(Stale):
            actions.receive_appointment(actor=cast.desk, now=at("周三 9:31"), appointment=booked)
        with pytest.raises(Stale):
            actions.cancel_appointment(actor=cast.desk, now=at("周三 9:31"), appointment=booked, why="")

        def order(clock):
            rows = queries.queue_of(cast.desk, cast.estate.pk, day=when.date(), now=at(f"周三 {clock}"))
            return [one.pk for one in rows]

        assert order("9:45") == [walk_in.pk, early.pk]
        assert order("9:50") == [early.pk, walk_in.pk]
        missed = actions.receive_appointment(actor=cast.desk, now=at("周三 10:20"), appointment=late)
        assert missed.ahead_from is None and order("10:20") == [early.pk, walk_in.pk, missed.pk]
        other = actions.make_appointment(name="周先生", **us | {"at": at("周三 11:00")})
        actions.cancel_appointment(actor=cast.desk, now=before, appointment=other, why="改天再来")
        assert other.pk not in {
            one.pk for one in queries.appointments_of(cast.desk, cast.estate, day=when.date())
        }


def test_the_visitor_log_keeps_little_and_marks_out_once(acting, cast, now):
    us = {"actor": cast.desk, "now": now, "estate": cast.estate, "whom": "王阿姨", "unit": cast.unit}
    with acting(cast.desk):
        with pytest.raises(Refused, match="什么证件"):
            actions.log_visit(name="李四", document_tail="1234", **us)
        visit = actions.log_visit(
            name="李四", document="identity", document_tail="33010219900101123x", badge="F-01", plate="浙A12345",
            key="v1", **us,
        )  # fmt: skip
        assert Visit.objects.get(pk=visit.pk).document_tail == "123X"
        with pytest.raises(Refused, match="F-01 还没有收回"):
            actions.log_visit(name="王五", badge="F-01", **us)
        assert [one.pk for one in queries.inside(cast.desk, cast.estate.pk)] == [visit.pk]
        actions.note_out(actor=cast.desk, now=now, visit=visit)
        with pytest.raises(Stale, match="已登记离开"):
            actions.note_out(actor=cast.desk, now=now, visit=visit)
        actions.log_visit(name="王五", badge="F-01", **us)
    with acting(cast.elsewhere):
        assert not Visit.objects.exists() and not Appointment.objects.exists()
    assert rules.tail_of(" 12 ") == "12"


@pytest.fixture
def people(transactional_db):
    with acting_as(system(None)):
        return assemble()


def test_two_clerks_at_once(people, now):
    us = {"now": now, "estate": people.estate}
    both = (people.desk, people.agent)
    taken = at_once(
        *((who, lambda who=who: actions.take_ticket(actor=who, what="交费", **us)) for who in both * 2)
    )
    assert sorted(one.number for one in taken) == [1, 2, 3, 4]
    called = at_once(*((who, lambda who=who: actions.call_next(actor=who, **us)) for who in both))
    assert sorted(one.number for one in called) == [1, 2] and {one.clerk_id for one in called} == {
        who.pk for who in both
    }
    again = at_once(*[(people.supervisor, lambda: actions.call_next(actor=people.supervisor, **us))] * 2)
    assert sorted(isinstance(one, Refused) for one in again) == [False, True]
    at = rules.slots_of(
        (now + timedelta(days=1)).date(), opens=9, closes=10, minutes=30, zone=now.tzinfo
    )[0]  # fmt: skip
    book = {"now": now, "estate": people.estate, "at": at, "what": "装修", "name": "赵先生"}
    seats = at_once(*((who, lambda who=who: actions.make_appointment(actor=who, **book)) for who in both * 2))
    assert sorted(one.seat for one in seats if isinstance(one, Appointment)) == [1, 2]
