"""Calling the customer: what is said, and what follows from it."""

from datetime import timedelta

import pytest

from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case, TimelineEntry
from guanjia.work.followups import actions, queries
from guanjia.work.followups.conftest import ask, call, state
from guanjia.work.followups.models import Answer, Attempt, FollowUp


def test_finished_work_is_put_on_the_list_for_three_days(fixed, followup, cast, now):
    done = now + timedelta(hours=2)
    assert (fixed.state, followup.state, followup.kind, followup.cycle) == ("finished", "due", "after", 1)
    assert followup.due_at == done + timedelta(days=3)
    assert followup in queries.to_call(cast.desk, now=done)
    assert cast.technician.pk in followup.excluded
    assert cast.desk.pk not in followup.excluded


def test_a_satisfied_customer_closes_the_case(fixed, followup, cast, now):
    answer = ask(followup, cast, now + timedelta(days=1), words="很好")
    assert (state(followup), state(fixed)) == ("answered", "closed")
    assert (answer.stars, answer.way, answer.by) == (5, "phone", cast.desk)
    assert TimelineEntry.objects.get(case=fixed, kind="followup.answered").data["stars"] == 5


def test_a_dissatisfied_customer_sends_it_back_to_work_in_a_new_cycle(fixed, followup, cast, now):
    ask(followup, cast, now + timedelta(days=1), stars=1, satisfied=False, words="还在漏")
    case = Case.objects.get(pk=fixed.pk)
    assert (case.state, case.cycle, case.finished_at) == ("open", 2, None)
    cases.receive(case=case, event="order.done", answers={"worker": cast.second_technician.pk},
                  actor=cast.second_technician, now=now + timedelta(days=2))  # fmt: skip
    again = FollowUp.objects.get(case=fixed, cycle=2)
    assert again.state == "due"
    ask(again, cast, now + timedelta(days=2, hours=1))
    assert state(fixed) == "closed"


def test_not_satisfied_needs_a_reason(followup, cast, now):
    with pytest.raises(Refused, match="不满意的原因") as no:
        ask(followup, cast, now + timedelta(days=1), stars=2, satisfied=False, words="  ")
    assert no.value.field == "words"
    assert state(followup) == "due"


@pytest.mark.parametrize("stars", [0, 6])
def test_there_are_one_to_five_stars(followup, cast, now, stars):
    with pytest.raises(Refused, match="1 到 5"):
        ask(followup, cast, now + timedelta(days=1), stars=stars)


def test_nobody_asks_about_his_own_work(followup, cast, now):
    FollowUp.objects.filter(pk=followup.pk).update(excluded=[cast.desk.pk])
    for act in (ask, call):
        with pytest.raises(Refused, match="您办理的"):
            act(followup, cast, now + timedelta(days=1))


def test_a_technician_may_not_follow_up(followup, cast, now):
    with pytest.raises(Forbidden):
        actions.record_answer(actor=cast.technician, now=now, followup=followup, stars=5, satisfied=True)


def test_staff_of_another_estate_cannot_find_it(followup, cast, now, acting):
    with acting(cast.elsewhere), pytest.raises(Case.DoesNotExist):
        actions.record_answer(actor=cast.elsewhere, now=now, followup=followup, stars=5, satisfied=True)


def test_the_second_answer_comes_too_late(followup, cast, now):
    ask(followup, cast, now + timedelta(days=1))
    with pytest.raises(Stale):
        ask(followup, cast, now + timedelta(days=1), stars=1, satisfied=False, words="不好")
    assert Answer.objects.filter(followup=followup).count() == 1


def test_a_second_press_of_the_button_is_one_answer(followup, cast, now):
    first = ask(followup, cast, now + timedelta(days=1), key="k")
    assert ask(followup, cast, now + timedelta(days=1), key="k").pk == first.pk


def test_a_failed_call_is_put_off_to_another_time_of_day(followup, cast, at, now):
    call(followup, cast, at("周三 14:30"))
    followup.refresh_from_db()
    assert followup.not_before == at("周三 18:30")
    assert followup not in queries.to_call(cast.desk, now=at("周三 15:00"))
    assert followup in queries.to_call(cast.desk, now=at("周三 18:30"))


def test_three_failed_calls_at_different_times_of_day_close_the_case_by_rule(fixed, followup, cast, at):
    call(followup, cast, at("周三 14:30"))
    call(followup, cast, at("周三 19:00"), outcome="busy")
    call(followup, cast, at("周三 20:00"))
    assert state(followup) == "due"
    call(followup, cast, at("周四 9:00"))
    assert (state(followup), state(fixed)) == ("not_reached", "closed")
    assert list(queries.missed(cast.desk)) == [followup]


def test_a_customer_who_will_not_talk_is_left_in_peace(fixed, followup, cast, at):
    call(followup, cast, at("周三 14:30"), outcome="refused")
    assert (state(followup), state(fixed)) == ("not_reached", "closed")


def test_a_late_word_after_nobody_was_reached_still_counts(fixed, followup, cast, at):
    call(followup, cast, at("周三 14:30"), outcome="refused")
    ask(followup, cast, at("周四 9:00"), stars=1, satisfied=False, words="又漏了")
    case = Case.objects.get(pk=fixed.pk)
    assert (case.state, case.cycle) == ("open", 2)


def test_later_needs_a_time_to_come(followup, cast, at):
    with pytest.raises(Refused, match="方便的时间"):
        call(followup, cast, at("周三 14:30"), outcome="later")
    with pytest.raises(Refused, match="已经过了"):
        call(followup, cast, at("周三 14:30"), outcome="later", next_at=at("周三 14:00"))
    call(followup, cast, at("周三 14:30"), outcome="later", next_at=at("周五 10:00"))
    followup.refresh_from_db()
    assert followup.not_before == at("周五 10:00")
    assert list(queries.put_off(cast.desk, now=at("周三 15:00"))) == [followup]
    assert Attempt.objects.get(followup=followup).is_failed_call is False
