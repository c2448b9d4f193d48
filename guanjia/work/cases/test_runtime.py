"""A repair from call to close, as the runtime carries it."""

from datetime import timedelta

import pytest

from guanjia.engine.access import system
from guanjia.engine.clock.models import Clock
from guanjia.engine.search.index import find
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

HOME = {"kind": "home", "part": "pipes", "quote_when": "free"}


@pytest.fixture
def leak(cast, acting, now):
    def register(**changes):
        facts = {
            "actor": cast.desk, "now": now, "estate": cast.estate, "procedure": "repair",
            "words": "厨房水管漏水，楼下也滴水了。",
            "topic": "water", "unit": cast.unit, "customer": cast.owner, "caller_phone": "13905710001", "answers": HOME,
        }  # fmt: skip
        return actions.register_case(**{**facts, **changes})

    with acting(cast.desk):
        yield register


def test_a_case_has_a_number_a_first_owner_clocks_and_a_story(leak, cast):
    case = leak()
    assert case.number == "BX261118-0001"
    assert case.first_owner == cast.desk
    assert list(case.steps.values_list("code", flat=True)) == ["dispatch"]
    assert set(Clock.objects.of(case).values_list("metric", flat=True)) >= {"reply", "arrive", "finish"}
    assert [line.kind for line in case.timeline.all()] == ["registered", "order.created"]
    case.refresh_from_db()
    assert case.next_due_at is not None


def test_numbers_have_no_gaps_and_a_key_makes_one_case(leak):
    first, again, second = leak(key="a"), leak(key="a"), leak(key="b")
    assert first.pk == again.pk
    assert [first.number[-4:], second.number[-4:]] == ["0001", "0002"]


def test_it_is_found_by_word_phone_and_number(leak):
    case = leak()
    for typed in ("漏水", "0001", "10001", case.number, case.number.lower()):
        assert case.pk in [hit.object_id for hit in find(typed, ["case"])], typed


def test_a_colleague_of_another_estate_finds_and_sees_nothing(leak, acting, cast):
    case = leak()
    with acting(cast.elsewhere):
        assert not Case.objects.filter(pk=case.pk).exists()
        assert find("漏水") == []


def test_the_technician_ends_it_and_the_customer_closes_it(leak, now, cast):
    case = leak()
    case = actions.receive(
        case=case,
        event="order.done",
        answers={"worker": cast.technician.pk},
        actor=system(cast.company.pk),
        now=now + timedelta(hours=2),
    )
    assert case.state == "finished"
    case = actions.receive(
        case=case,
        event="followup.answered",
        answers={"satisfied": True},
        actor=system(cast.company.pk),
        now=now + timedelta(days=1),
    )
    case.refresh_from_db()
    assert (case.state, case.next_due_at) == ("closed", None)


def test_a_dissatisfied_customer_starts_a_new_counted_cycle(leak, now, cast):
    case, us = leak(), system(cast.company.pk)
    actions.receive(case=case, event="order.done", answers={}, actor=us, now=now + timedelta(hours=2))
    case = actions.receive(
        case=case,
        event="followup.answered",
        answers={"satisfied": False},
        actor=us,
        now=now + timedelta(days=1),
    )
    assert (case.state, case.cycle) == ("open", 2)
    assert [step.code for step in case.steps.filter(done_at=None, cancelled_at=None)] == ["dispatch"]
    assert Clock.objects.of(case).filter(metric="finish").count() == 2


def test_a_step_of_the_field_is_not_ticked_off_at_the_desk(leak, now, cast):
    with pytest.raises(Refused):
        actions.complete_step(actor=cast.desk, now=now, case=leak(), step="dispatch", answers={})
    with pytest.raises(Stale):
        actions.complete_step(actor=cast.desk, now=now, case=leak(), step="followup", answers={})


def test_merging_rests_the_clocks_and_undoing_it_lets_them_run(leak, now, cast):
    one, other = leak(), leak()
    actions.merge_case(actor=cast.desk, now=now, case=one, into=other)
    one.refresh_from_db()
    assert (one.state, one.next_due_at) == ("merged", None)
    actions.unmerge_case(actor=cast.supervisor, now=now + timedelta(minutes=5), case=one)
    one.refresh_from_db()
    assert one.state == "open"
    assert one.next_due_at is not None
