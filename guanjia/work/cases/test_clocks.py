"""The clocks of a case: agreed times, delays, further calls, and what registering costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanjia.engine.clock.audit import differences
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.sweep import sweep
from guanjia.engine.notify.models import Notification
from guanjia.kernel.errors import Refused
from guanjia.work.cases import actions, clocks
from guanjia.work.cases.rules import presses

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def register(cast, acting, now):
    def register(procedure="repair", **more):
        facts = {
            "actor": cast.desk, "now": now, "estate": cast.estate, "procedure": procedure, "words": "请来看看",
            "topic": "water", "unit": cast.unit, "customer": cast.owner,
        }  # fmt: skip
        if procedure == "repair":
            facts["answers"] = {"kind": "public"}
        return actions.register_case(**{**facts, **more})

    with acting(cast.desk):
        yield register


def of(case, metric):
    clock = Clock.objects.of(case).filter(metric=metric).order_by("-pk")[0]
    assert list(differences(Clock.objects.of(case))) == []
    return clock


def test_moved_to_a_promised_time_it_is_due_then_and_not_earlier(cast, now, register, at):
    case = register("complaint", promised_at=at("周五 10:00"))
    case.promised_at = at("周五 15:00")
    clocks.retarget(case, actor=cast.desk, now=now + HOUR)
    assert of(case, "reply").due_at == at("周五 15:00")


def test_the_ladder_of_an_agreed_time_is_the_policys(cast, now, register, at):
    case = register("complaint", promised_at=at("周五 10:00"), severity="serious", urgency="urgent")
    said = of(case, "reply").target.says
    assert said["levels"][0]["percent"] == 0


def test_an_agreed_time_that_passed_stays_the_measure(cast, now, register, at):
    case = register("complaint", promised_at=at("周三 12:00"))
    case.severity = "serious"
    clocks.retarget(case, actor=cast.desk, now=at("周三 13:00"))
    assert of(case, "reply").due_at == at("周三 12:00")


def test_a_delay_agreed_by_the_customer_moves_the_finish_and_the_open_step(cast, now, register, at):
    case = register("suggestion")
    until = at("下下周五 10:00")
    delay = {"actor": cast.desk, "case": case, "until": until, "reason": "要问厂家"}
    actions.delay_case(**delay, now=now + HOUR, customer_agreed=False)
    assert of(case, "finish").due_at < until
    actions.delay_case(**delay, now=now + HOUR, customer_agreed=True)
    assert of(case, "finish").due_at == of(case, "step").due_at == until
    assert case.steps.get().due_at == until


def test_what_cannot_wait_is_not_put_off(cast, acting, now, register, at):
    case = register("complaint", answers={"signs": ["injury"]})
    kept = case.steps.get(code="tell_headquarters").due_at
    delay = {"actor": cast.manager, "case": case, "until": at("下周五 10:00"), "reason": "等鉴定"}
    actions.delay_case(**delay, now=now, customer_agreed=True)
    assert case.steps.get(code="tell_headquarters").due_at == kept
    assert case.steps.get(code="soothe").due_at == at("下周五 10:00")
    case.steps.filter(code__in=["soothe", "alarm"]).update(cancelled_at=now)
    with pytest.raises(Refused) as no:
        actions.delay_case(**{**delay, "until": at("下下周五 10:00")}, now=now, customer_agreed=True)
    assert "报告总部" in str(no.value)


def test_a_new_round_forgets_the_delay(cast, now, register, at):
    case = register("consultation")
    actions.delay_case(
        actor=cast.desk, case=case, until=at("下下周五 10:00"), reason="要问", customer_agreed=True, now=now
    )
    case = actions.complete_step(actor=cast.desk, now=now, case=case, step="answer", answers={"how": "known"})
    case = actions.reopen_case(actor=cast.desk, now=now + HOUR, case=case, reason="又问")
    assert clocks.DELAYED not in case.answers


def test_another_call_wants_another_answer(cast, now, register):
    case = register()
    clocks.called_again(case, actor=cast.desk, now=now)
    assert not Clock.objects.of(case).filter(metric="next_reply").exists()
    actions.note_contact(actor=cast.desk, now=now, case=case, text="已致电")
    for minute in (1, 2):
        clocks.called_again(case, actor=cast.desk, now=now + timedelta(minutes=minute))
    assert Clock.objects.of(case).filter(metric="next_reply").count() == 1
    assert of(case, "next_reply").due_at == of(case, "reply").started_at + timedelta(minutes=31)
    actions.note_contact(actor=cast.desk, now=now + HOUR / 4, case=case, text="再次致电")
    assert of(case, "next_reply").state == "met"
    clocks.called_again(case, actor=cast.desk, now=now + HOUR)
    assert [one.state for one in Clock.objects.of(case).filter(metric="next_reply").order_by("pk")] == [
        "met", "running",
    ]  # fmt: skip


def test_what_nobody_answered_was_missed(cast, acting, now, register):
    case = register("suggestion")
    clocks.end_all(case, actor=cast.desk, now=now + HOUR)
    assert (of(case, "reply").state, of(case, "finish").state) == ("missed", "met")


def test_a_preview_says_what_a_change_would_do(cast, now, register, at):
    case = register("complaint", promised_at=at("周五 10:00"))
    (finish,) = [
        one for one in clocks.preview(case, {"urgency": "urgent"}, now=now) if one.clock.metric == "finish"
    ]
    (reply,) = [
        one for one in clocks.preview(case, {"urgency": "urgent"}, now=now) if one.clock.metric == "reply"
    ]
    assert finish.due_after == finish.due_before
    assert reply.due_after == at("周五 10:00")


def test_serious_and_urgent_reaches_the_manager_in_his_language(cast, acting, as_system, now, register):
    cast.manager.language = "en"
    cast.manager.save()
    register("repair", severity="serious", urgency="urgent")
    sweep(now=now)
    notice = Notification.objects.get(staff=cast.manager)
    assert "serious and urgent" in notice.text
    assert notice.urgent


@pytest.mark.parametrize(
    ("urgency", "severity", "is_pressing"),
    [
        ("emergency", "ordinary", True),
        ("urgent", "serious", True),
        ("urgent", "ordinary", False),
        ("ordinary", "serious", False),
    ],
)
def test_what_is_told_at_night(urgency, severity, is_pressing):
    assert presses(urgency, severity) is is_pressing


def test_registering_stays_cheap(register, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        register(key="warm")
    with CaptureQueriesContext(connection) as seen:
        register(key="one")
    assert len(seen) <= 27, "\n".join(one["sql"][:150] for one in seen)
