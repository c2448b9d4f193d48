"""Asking the customer, from the finished work to the closed or reopened case."""

from datetime import timedelta

import pytest

from guanjia.channels.mail.rules import MOST_ATTEMPTS
from guanjia.engine.access import system
from guanjia.engine.access.models import Reveal
from guanjia.engine.params.models import ParameterValue
from guanjia.kernel import time
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.testing.cast import OWNER_PHONE
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case, TimelineEntry
from guanjia.work.followups import actions, contact, jobs, links, queries
from guanjia.work.followups.models import Answer, Attempt, FollowUp
from guanjia.work.followups.tokens import BadLink, parts_of, token_of

HOME = {"kind": "home", "part": "pipes", "quote_when": "free"}


@pytest.fixture
def fixed(cast, acting, now):
    """A leak that 陈师傅 has mended; 小李 took the call."""
    with acting(cast.desk):
        case = cases.register_case(
            actor=cast.desk,
            now=now,
            estate=cast.estate,
            procedure="repair",
            words="厨房水管漏水",
            topic="water",
            unit=cast.unit,
            customer=cast.owner,
            answers=HOME,
        )
        cases.receive(
            case=case,
            event="order.done",
            answers={"worker": cast.technician.pk, "work": "更换角阀"},
            actor=cast.technician,
            now=now + timedelta(hours=2),
        )
        yield Case.objects.get(pk=case.pk)


@pytest.fixture
def followup(fixed):
    return FollowUp.objects.get(case=fixed)


def ask(followup, cast, at, **said):
    return actions.record_answer(
        actor=cast.desk, now=at, followup=followup, **{"stars": 5, "satisfied": True, "words": "", **said}
    )


def call(followup, cast, at, outcome="no_answer", **said):
    return actions.record_attempt(actor=cast.desk, now=at, followup=followup, outcome=outcome, **said)


def state(row):
    return type(row).objects.get(pk=row.pk).state


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


def test_the_supervisor_says_who_calls_but_not_the_worker(followup, cast, now):
    actions.assign_followup(actor=cast.supervisor, now=now, followup=followup, staff=cast.agent)
    followup.refresh_from_db()
    assert followup.assignee == cast.agent
    with pytest.raises(Refused, match="办理过这件事"):
        actions.assign_followup(actor=cast.supervisor, now=now, followup=followup, staff=cast.technician)
    with pytest.raises(Refused, match="不能做这个项目的回访"):
        actions.assign_followup(actor=cast.supervisor, now=now, followup=followup, staff=cast.guard)
    with pytest.raises(Forbidden):
        actions.assign_followup(actor=cast.desk, now=now, followup=followup, staff=cast.desk)


def test_a_cancelled_case_is_not_asked_about(fixed, followup, cast, now):
    cases.cancel_case(actor=cast.supervisor, now=now + timedelta(hours=3), case=fixed, reason="登记错了")
    assert state(followup) == "cancelled"
    with pytest.raises(Stale):
        ask(followup, cast, now + timedelta(days=1))


def set_parameter(cast, now, key, value):
    ParameterValue.objects.create(
        company=cast.company,
        estate=cast.estate,
        key=key,
        value=value,
        since=now,
        at=now,
        by=cast.manager,
        reason="试",
    )


def test_a_case_outside_the_sample_closes_without_a_call(cast, acting, now):
    with acting(cast.desk):
        set_parameter(cast, now, "repair.followup_share", 0)
        case = cases.register_case(
            actor=cast.desk,
            now=now,
            estate=cast.estate,
            procedure="repair",
            words="灯坏了",
            unit=cast.unit,
            answers=HOME,
        )
        later = now + timedelta(hours=1)
        cases.receive(case=case, event="order.done", answers={}, actor=system(cast.company.pk), now=later)
        assert not FollowUp.objects.filter(case=case).exists()
        jobs.pass_over(company_id=cast.company.pk, case_id=case.pk)
        assert state(case) == "closed"


def test_a_serious_matter_is_asked_about_again_after_thirty_days(cast, acting, now):
    with acting(cast.desk):
        set_parameter(cast, now, "followups.again_days", 30)
        case = cases.register_case(
            actor=cast.desk,
            now=now,
            estate=cast.estate,
            procedure="repair",
            words="天花板塌了",
            unit=cast.unit,
            severity="serious",
            answers=HOME,
        )
        cases.receive(case=case, event="order.done", answers={}, actor=system(cast.company.pk), now=now)
        ask(FollowUp.objects.get(case=case), cast, now + timedelta(hours=1))
        again = FollowUp.objects.get(case=case, kind="again")
        assert again.not_before == now + timedelta(days=30, hours=1)
        ask(again, cast, now + timedelta(days=31), stars=2, satisfied=False, words="又开裂")
        assert (state(case), Case.objects.get(pk=case.pk).cycle) == ("open", 2)


def test_the_customers_link_does_the_same(fixed, followup, cast, now, acting):
    link = links.send_link(actor=cast.desk, now=now, followup=followup, key="once")
    assert links.send_link(actor=cast.desk, now=now, followup=followup, key="once").pk == link.pk
    token = token_of(link)
    with acting(system(parts_of(token)[0])):
        answer = links.answer_by_link(
            token=token, stars=4, satisfied=True, words="谢谢", now=now + timedelta(hours=3)
        )
    assert (answer.way, answer.by, state(followup), state(fixed)) == ("link", None, "answered", "closed")


def test_a_link_brings_one_answer_expires_and_cannot_be_forged(followup, cast, now, acting):
    link = links.send_link(actor=cast.desk, now=now, followup=followup)
    token, said = token_of(link), {"stars": 5, "satisfied": True, "words": ""}
    with pytest.raises(BadLink):
        parts_of(token[:-1] + ("a" if token[-1] != "a" else "b"))
    with acting(system(cast.company.pk)):
        with pytest.raises(Stale):
            links.answer_by_link(token=token, now=now + timedelta(days=7), **said)
        links.answer_by_link(token=token, now=now + timedelta(days=1), **said)
        with pytest.raises(Stale):
            links.answer_by_link(token=token, now=now + timedelta(days=1), **said)


def test_the_link_is_mailed_to_a_customer_with_an_address(followup, cast, now, mailoutbox):
    link = links.send_link(actor=cast.desk, now=now, followup=followup, to="wang@example.com")
    assert (link.mail.state, link.mail.address) == ("waiting", "wang@example.com")
    assert token_of(link) not in link.mail.text
    with time.shifted(now - time.now()):
        jobs.mail_link(company_id=cast.company.pk, link_id=link.pk)
    (mail,) = mailoutbox
    assert mail.to == ["wang@example.com"]
    assert f"/q/{token_of(link)}" in mail.body
    link.mail.refresh_from_db()
    assert (link.mail.state, link.mail.attempts) == ("sent", 1)


def test_a_letter_that_does_not_leave_says_so(followup, cast, now, settings):
    settings.MAILERS = {
        "default": {**settings.SMTP, "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1}}
    }
    link = links.send_link(actor=cast.desk, now=now, followup=followup, to="wang@example.com")
    for _ in range(MOST_ATTEMPTS):
        with time.shifted(now - time.now()), pytest.raises(ConnectionRefusedError):
            jobs.mail_link(company_id=cast.company.pk, link_id=link.pk)
    link.mail.refresh_from_db()
    assert (link.mail.state, link.mail.attempts) == ("failed", MOST_ATTEMPTS)
    assert "Refused" in link.mail.error


def test_a_letter_about_an_answered_matter_stays_here(followup, cast, now, mailoutbox):
    link = links.send_link(actor=cast.desk, now=now, followup=followup, to="wang@example.com")
    ask(followup, cast, now)
    with time.shifted(now - time.now()):
        jobs.mail_link(company_id=cast.company.pk, link_id=link.pk)
    link.mail.refresh_from_db()
    assert (len(mailoutbox), link.mail.state) == (0, "skipped")


def test_a_later_round_does_not_repeat_an_earlier_word(fixed, followup, cast, acting, now):
    ask(followup, cast, now + timedelta(days=1), stars=1, satisfied=False, words="还在漏")
    set_parameter(cast, now, "repair.followup_share", 0)
    later = now + timedelta(days=2)
    cases.receive(case=fixed, event="order.done", answers={}, actor=system(cast.company.pk), now=later)
    jobs.pass_over(company_id=cast.company.pk, case_id=fixed.pk)
    case = Case.objects.get(pk=fixed.pk)
    assert (case.state, case.answers["satisfied"]) == ("closed", None)


def test_undoing_a_merge_puts_the_call_back(fixed, followup, cast, now):
    other = cases.register_case(
        actor=cast.desk, now=now, estate=cast.estate, procedure="repair", words="厨房又漏", unit=cast.unit, answers=HOME
    )  # fmt: skip
    us = {"actor": cast.supervisor, "now": now + timedelta(hours=3)}
    cases.merge_case(case=fixed, into=other, **us)
    assert state(followup) == "cancelled"
    cases.unmerge_case(case=fixed, **us)
    assert state(followup) == "due"
    ask(followup, cast, now + timedelta(days=1))
    assert state(fixed) == "closed"


def test_a_look_at_the_number_is_recorded(followup, cast, now):
    assert contact.reveal_number(actor=cast.desk, now=now, followup=followup) == OWNER_PHONE
    assert Reveal.objects.get(object_id=followup.case_id).actor == cast.desk
    with pytest.raises(Forbidden):
        contact.reveal_number(actor=cast.technician, now=now, followup=followup)
