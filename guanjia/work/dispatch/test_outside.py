"""The developer's contractor mends what is under warranty; orders that go and come back; the price list."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.clock.models import Clock
from guanjia.engine.notify.models import Notification
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases.actions import merge_case, note_contact, register_case, unmerge_case
from guanjia.work.cases.models import Case, TimelineEntry
from guanjia.work.dispatch import actions, jobs
from guanjia.work.dispatch.models import OrderPhoto, PriceItem, WorkOrder
from guanjia.work.dispatch.queries import contractors_for, prices_for


@pytest.fixture
def builder(everybody, cast, now):
    return actions.save_contractor(
        actor=cast.manager,
        now=now,
        estate=cast.estate,
        name="宏远建设保修部",
        contact="吴工",
        phone="13600001111",
    )


@pytest.fixture
def warranty(everybody, cast, now):
    cast.unit.handed_over_on = date(2026, 1, 1)
    cast.unit.save()
    case = register_case(
        actor=cast.desk, now=now, estate=cast.estate, procedure="repair", words="卫生间渗水", topic="structure",
        unit=cast.unit, customer=cast.owner, answers={"kind": "home", "part": "waterproofing", "quote_when": "first"},
    )  # fmt: skip
    return WorkOrder.objects.get(case=case)


def test_under_warranty_nobody_of_ours_is_sent(warranty, cast):
    assert (warranty.state, warranty.executor, warranty.technician) == ("to_send", "contractor", None)
    assert not Clock.objects.filter(subject_id=warranty.case_id, metric="accept").exists()
    assert not Notification.objects.filter(staff=cast.technician).exists()
    assert Notification.objects.filter(staff=cast.desk, kind="order.to_send").exists()


def test_the_contractor_is_told_promises_and_is_done(warranty, builder, cast, now, picture):
    desk = {"actor": cast.desk, "now": now}
    until = now + timedelta(days=3)
    order = actions.send_order(order=warranty, contractor=builder, promised_until=until, **desk)
    assert (order.state, order.sent_at, order.is_overdue(now)) == ("sent", now, False)
    assert order.is_overdue(until + timedelta(minutes=1))
    with pytest.raises(Refused) as no:
        actions.complete_contracted(order=order, outcome="重做防水", **desk)
    assert no.value.field == "photo"
    order = actions.complete_contracted(order=order, outcome="重做防水", photo=picture(), **desk)
    assert (order.state, order.case_id) == ("done", warranty.case_id)
    assert OrderPhoto.objects.get(order=order).kind == "after"
    case = Case.objects.get(pk=order.case_id)
    assert (case.state, case.answers["executor"], case.answers["worker"]) == ("finished", "contractor", None)


def test_another_promise_leaves_the_day_of_telling(warranty, builder, cast, now):
    order = actions.send_order(order=warranty, actor=cast.desk, now=now, contractor=builder)
    later = now + timedelta(hours=2)
    order = actions.send_order(
        order=order, actor=cast.desk, now=later, contractor=builder, promised_until=later + timedelta(days=1)
    )
    assert order.sent_at == now


def test_no_promise_in_the_past_and_no_retired_contractor(warranty, builder, cast, now):
    with pytest.raises(Refused):
        actions.send_order(order=warranty, actor=cast.desk, now=now, contractor=builder, promised_until=now)
    actions.retire(actor=cast.manager, now=now, row=builder)
    builder.refresh_from_db()
    with pytest.raises(Refused):
        actions.send_order(order=warranty, actor=cast.desk, now=now, contractor=builder)


def test_a_contractors_order_is_not_given_to_a_technician(warranty, cast, now):
    with pytest.raises(Stale):
        actions.give_order(order=warranty, actor=cast.supervisor, now=now, technician=cast.technician)


def test_who_mends_the_part_comes_first(warranty, builder, cast, now):
    actions.save_contractor(
        actor=cast.manager, now=now, estate=cast.estate, name="甲", phone="1", parts=["wiring"]
    )
    actions.save_contractor(
        actor=cast.manager, now=now, estate=cast.estate, name="乙", phone="1", parts=["waterproofing"]
    )
    assert [one.name for one in contractors_for(warranty, actor=cast.desk)] == ["乙", "宏远建设保修部", "甲"]


def test_the_department_of_the_order_answers_for_the_case(pooled, cast, now):
    assert pooled.case.department == cast.engineering
    actions.give_order(order=pooled, actor=cast.desk, now=now, department=cast.security)
    assert Case.objects.get(pk=pooled.case_id).department == cast.security
    assert AuditEntry.objects.get(verb="case.department").after == {"department_id": cast.security.pk}


def test_what_was_merged_away_comes_back_with_its_order(assigned, leak, cast, now):
    usual = {"actor": cast.supervisor, "now": now}
    into = register_case(
        estate=cast.estate,
        procedure="repair",
        words="同一处漏水",
        unit=cast.unit,
        answers={"kind": "home"},
        **usual,
    )
    case = merge_case(case=leak, into=into, **usual)
    assert WorkOrder.objects.get(pk=assigned.pk).state == "cancelled"
    later = now + timedelta(minutes=5)
    unmerge_case(actor=cast.supervisor, now=later, case=case)
    order = WorkOrder.objects.get(pk=assigned.pk)
    assert (order.state, order.technician, order.cancelled_at) == ("assigned", cast.technician, None)
    order = actions.accept_order(order=order, actor=cast.technician, now=later)
    assert not Clock.objects.filter(subject_id=leak.pk, metric="accept", ended_at=None).exists()


def test_when_the_last_order_is_cancelled_the_supervisors_hear_of_it(assigned, cast, now):
    actions.cancel_order(order=assigned, actor=cast.desk, now=now, reason="客户改期")
    told = Notification.objects.get(kind="order.in_vain", staff=cast.supervisor)
    assert told.link == f"/cases/{assigned.case_id}/"
    again = actions.create_order(actor=cast.desk, now=now, case=assigned.case, technician=cast.technician)
    assert again.state == "assigned"


def test_a_photo_is_one_line_of_the_story(arrived, cast, now, picture):
    before = TimelineEntry.objects.count()
    actions.add_photo(order=arrived, actor=cast.technician, now=now, kind="before", upload=picture())
    assert TimelineEntry.objects.count() == before + 1
    assert TimelineEntry.objects.order_by("pk").last().data["attachment"]


def test_the_estates_price_goes_before_the_companys(everybody, cast, now):
    head, here = {"actor": cast.headquarters, "now": now}, {"actor": cast.manager, "now": now}
    actions.save_price(kind="labour", name="换角阀", price=Decimal(30), **head)
    actions.save_price(kind="material", name="角阀", price=Decimal(25), **head)
    mine = actions.save_price(
        kind="labour", name="换角阀", price=Decimal(45), is_free=True, estate=cast.estate, **here
    )
    offered = {(item.name, item.price) for item in prices_for(cast.estate.pk, actor=cast.desk)}
    assert offered == {("换角阀", Decimal(0)), ("角阀", Decimal(25))}
    actions.save_price(item=mine, kind="labour", name="换角阀", price=Decimal(50), estate=cast.estate, **here)
    assert AuditEntry.objects.get(verb="price.changed").after == {"is_free": False, "price": "50.00"}
    actions.retire(row=mine, **here)
    assert {item.price for item in prices_for(cast.estate.pk, actor=cast.desk)} == {Decimal(30), Decimal(25)}


def test_prices_are_for_those_who_set_parameters(everybody, cast, now):
    with pytest.raises(Forbidden):
        actions.save_price(actor=cast.desk, now=now, estate=cast.estate, kind="labour", name="换角阀")
    with pytest.raises(Forbidden):
        actions.save_price(actor=cast.manager, now=now, kind="labour", name="换角阀")
    made = {"actor": cast.manager, "now": now, "estate": cast.estate, "kind": "labour", "name": "换锁"}
    actions.save_price(**made)
    with pytest.raises(Refused):
        actions.save_price(**made)
    assert PriceItem.objects.count() == 1


def test_parts_by_a_day_the_customer_agreed_to_move_the_finish_there(arrived, cast, now):
    until = now + timedelta(days=5)
    actions.pause_order(
        order=arrived, actor=cast.technician, now=now, reason="parts", until=until, agreed=True
    )  # fmt: skip
    case = Case.objects.get(pk=arrived.case_id)
    assert (case.answers["needs_parts"], case.answers["parts_promised_at"]) == (True, until.isoformat())
    assert Clock.objects.get(subject_id=case.pk, metric="finish").due_at == until


@pytest.fixture
def shift(monkeypatch):
    """Let the jobs believe that it is this moment."""
    return lambda moment: monkeypatch.setattr(jobs, "now", lambda: moment)


def told(kind: str) -> dict[str, str]:
    """Who was told of it, and in what words."""
    return {
        one.staff.login: one.text for one in Notification.objects.filter(kind=kind).select_related("staff")
    }


def test_a_broken_promise_is_told_once_to_those_in_charge(warranty, builder, cast, now, shift):
    until = now + timedelta(days=1)
    order = actions.send_order(
        order=warranty, actor=cast.desk, now=now, contractor=builder, promised_until=until
    )
    case = Case.objects.get(pk=order.case_id)
    case.first_owner = cast.agent
    case.save()
    cast.supervisor.language = "en"
    cast.supervisor.save()
    shift(until)
    assert jobs.missed_promises(0) == 0
    shift(until + timedelta(minutes=1))
    assert jobs.missed_promises(0) == 1
    assert jobs.missed_promises(0) == 0
    heard = told("order.promise_missed")
    assert set(heard) == {"desk", "agent", "supervisor"}
    assert "宏远建设保修部没有按承诺在" in heard["desk"]
    assert "did not finish by" in heard["supervisor"]
    assert TimelineEntry.objects.filter(case=case, kind="order.promise_missed").count() == 1
    with pytest.raises(Refused):
        actions.miss_promise(order=order, actor=cast.supervisor, now=until + timedelta(hours=1))


def test_another_date_is_another_promise(warranty, builder, cast, now, shift):
    desk = {"actor": cast.desk, "contractor": builder}
    until = now + timedelta(days=1)
    order = actions.send_order(order=warranty, now=now, promised_until=until, **desk)
    shift(until + timedelta(minutes=1))
    assert jobs.missed_promises(0) == 1
    later = until + timedelta(hours=1)
    order = actions.send_order(order=order, now=later, promised_until=until + timedelta(days=2), **desk)
    assert order.promise_missed_at is None
    assert jobs.missed_promises(0) == 0
    shift(until + timedelta(days=2, minutes=1))
    assert jobs.missed_promises(0) == 1


def test_what_is_done_or_cancelled_in_time_breaks_no_promise(warranty, builder, cast, now, shift, picture):
    until = now + timedelta(days=1)
    desk = {"actor": cast.desk, "now": now}
    order = actions.send_order(order=warranty, contractor=builder, promised_until=until, **desk)
    actions.complete_contracted(order=order, outcome="重做防水", photo=picture(), **desk)
    shift(until + timedelta(minutes=1))
    assert jobs.missed_promises(0) == 0


@pytest.mark.parametrize("how", ["at the case", "with the contractor", "when done"])
def test_the_customer_is_answered_when_the_desk_has_spoken_to_him(warranty, builder, cast, now, picture, how):
    desk = {"actor": cast.desk, "now": now + timedelta(minutes=5)}
    reply = Clock.objects.get(subject_id=warranty.case_id, metric="reply")
    assert reply.state == "running"
    order = actions.send_order(
        order=warranty, contractor=builder, customer_told=how == "with the contractor", **desk
    )
    if how == "at the case":
        note_contact(case=order.case, text="已告知由保修单位处理", **desk)
    if how == "when done":
        order = actions.complete_contracted(
            order=order, outcome="重做防水", photo=picture(), customer_told=True, **desk
        )
    reply.refresh_from_db()
    assert (reply.state, reply.ended_at) == ("met", desk["now"])
    assert TimelineEntry.objects.filter(case_id=order.case_id, kind="contacted").count() == 1


def test_telling_the_contractor_alone_is_no_answer_to_the_customer(warranty, builder, cast, now):
    actions.send_order(order=warranty, actor=cast.desk, now=now, contractor=builder)
    assert Clock.objects.get(subject_id=warranty.case_id, metric="reply").state == "running"
