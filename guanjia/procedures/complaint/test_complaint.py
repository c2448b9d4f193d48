"""Complaint as the manual tells it."""

from datetime import timedelta

import pytest

from guanjia.kernel.errors import Forbidden
from guanjia.procedures.complaint.causes import CHOICES, branch_of

SATISFIED, NOT_YET = (
    {"reached": True, "satisfied": True, "stars": 5},
    {"reached": True, "satisfied": False, "stars": 1},
)
IMPROVED = {"improvement": True, "measure": "保洁排班改为早晚两次", "improve_by": "2026-12-20"}


@pytest.fixture
def script(cast, at):
    """What each of them says in his step."""

    class Script:
        soothe = (
            cast.desk,
            "soothe",
            {
                "soothed": "向王阿姨道歉",
                "promised_reply_at": at("周五 10:00").isoformat(),
            },
        )
        notify = (cast.desk, "notify", {"department": cast.cleaning.pk})
        investigate = (
            cast.supervisor,
            "investigate",
            {
                "evidence": "调取监控",
                "cause": "environment.dirt",
                "responsible": cast.butler.pk,
            },
        )
        valid = (cast.desk, "judge", {"valid": True, "valid_why": "监控属实"})
        invalid = (cast.desk, "judge", {"valid": False, "valid_why": "当日已清扫"})
        consent = (cast.manager, "consent", {"consented": True, "consented_why": "同意"})
        dissent = (cast.manager, "consent", {"consented": False, "consented_why": "确有责任"})
        plan = (
            cast.supervisor,
            "plan",
            {
                "plan": "重新清扫并致歉",
                "doer": cast.guard.pk,
                "due_on": "2026-11-20",
                "needs_order": False,
            },
        )
        with_order = (cast.supervisor, "plan", {**plan[2], "needs_order": True})
        carry_out = (cast.guard, "carry_out", {"done": "已清扫"})
        report = (cast.desk, "report", {"answered_by": "phone", "answer": "已清扫，请您查看"})
        explain = (cast.desk, "explain", {"explained": "当日清扫记录已给客户看"})
        improve = (cast.supervisor, "improve", {**IMPROVED, "improver": cast.supervisor.pk})
        acted = (cast.manager, "alarm", {"acted": "已到现场"})
        told = (cast.manager, "tell_headquarters", {"headquarters_told": "已电话报告"})
        satisfied = ("followup.answered", SATISFIED)
        not_yet = ("followup.answered", NOT_YET)

    return Script


def test_from_listening_to_improvement(cast, register, walk, waiting, script, now, at):
    case = register("complaint", now, topic="cleaning")
    assert (waiting(case), case.answers["class"]) == (["soothe"], "2")
    case = walk(case, now, script.soothe, script.notify, script.investigate, script.valid)
    assert (case.promised_at, case.department_id) == (at("周五 10:00"), cast.cleaning.pk)
    case = walk(case, now, script.plan, script.carry_out, script.report)
    assert (case.state, waiting(case)) == ("finished", ["followup"])
    case = walk(case, now, script.satisfied)
    assert (case.state, waiting(case)) == ("finished", ["improve"])
    case = walk(case, now, script.improve)
    assert case.state == "closed"


def test_a_new_plan_until_the_customer_is_satisfied(register, walk, waiting, script, now):
    case = register("complaint", now)
    start = (script.soothe, script.notify, script.investigate, script.valid)
    work = (script.plan, script.carry_out, script.report)
    case = walk(case, now, *start, *work, script.not_yet)
    assert (case.state, case.cycle, waiting(case)) == ("open", 2, ["plan"])
    case = walk(case, now, *work, script.not_yet, *work, script.satisfied, script.improve)
    assert (case.state, case.cycle) == ("closed", 3)


def test_invalid_needs_a_second_word_and_is_explained_in_a_workday(register, walk, waiting, due, script, at):
    friday = at("周五 16:00")
    case = register("complaint", friday)
    case = walk(case, friday, script.soothe, script.notify, script.investigate)
    case = walk(case, friday, script.invalid)
    assert waiting(case) == ["consent"]
    case = walk(case, friday, script.consent)
    assert waiting(case) == ["explain"]
    assert due(case, "explain") == at("下周一 16:00")
    case = walk(case, friday, script.explain)
    assert waiting(case) == ["followup"]


def test_without_consent_it_counts_as_valid(register, walk, waiting, script, now):
    case = register("complaint", now)
    case = walk(case, now, script.soothe, script.notify, script.investigate, script.invalid, script.dissent)
    assert waiting(case) == ["plan"]


def test_the_responsible_person_does_not_judge(cast, register, walk, script, now):
    case = register("complaint", now)
    case = walk(case, now, script.soothe, script.notify, script.investigate)
    with pytest.raises(Forbidden):
        walk(case, now, (cast.butler, *script.valid[1:]))


def test_nobody_consents_to_his_own_judgement(cast, register, walk, script, now):
    case = register("complaint", now)
    case = walk(
        case, now, script.soothe, script.notify, script.investigate, (cast.manager, *script.invalid[1:])
    )
    with pytest.raises(Forbidden):
        walk(case, now, script.consent)


def test_class_1_goes_to_the_manager_at_once(cast, told, register, walk, waiting, script, now, due):
    case = register("complaint", now, answers={"signs": ["injury"]})
    assert (waiting(case), case.answers["class"]) == (["alarm", "soothe", "tell_headquarters"], "1")
    assert case.severity == "serious"
    assert due(case, "tell_headquarters") == now + timedelta(hours=2)
    assert told(cast.manager) == [("case.step", True)]
    assert told(cast.desk) == []
    case = walk(case, now, script.acted, script.soothe, script.notify, script.investigate, script.valid)
    case = walk(case, now, script.plan, script.carry_out, script.report)
    assert waiting(case) == ["tell_headquarters"]
    case = walk(case, now, script.told)
    assert (waiting(case), case.state) == (["followup"], "finished")


def test_who_must_go_on_is_told_and_who_is_complained_about_is_not(cast, told, register, walk, script, now):
    case = register("complaint", now)
    walk(case, now, script.soothe, script.notify)
    assert told(cast.supervisor) == told(cast.manager) == told(cast.butler) == [("case.step", False)]
    walk(case, now, script.investigate)
    assert told(cast.desk) == [("case.step", False)]
    assert told(cast.agent) == []


def test_the_promised_time_is_the_deadline_and_only_speaking_replies(clock, register, walk, script, now, at):
    case = register("complaint", now)
    assert clock(case, "finish").due_at == at("下周五 10:00")
    case = walk(case, now, script.soothe)
    assert clock(case, "finish").due_at == at("周五 10:00")
    assert clock(case, "reply").state == "met"


def test_a_public_place_has_its_own_count(register, now):
    there = {"topic": "cleaning", "unit": None, "customer": None, "place": "3栋大堂"}
    assert register("complaint", now, **there).answers["repeats"] == 1
    assert register("complaint", now, **there).answers["repeats"] == 2
    assert register("complaint", now, **{**there, "place": "地下车库"}).answers["repeats"] == 1


def test_the_third_time_in_thirty_days_is_class_1(register, now):
    day = timedelta(days=1)
    seen = [register("complaint", now + n * day, topic="noise").answers for n in (0, 10, 20)]
    assert [(one["repeats"], one["class"]) for one in seen] == [(1, "2"), (2, "2"), (3, "1")]
    assert register("complaint", now + 20 * day, topic="fee").answers["repeats"] == 1
    assert register("complaint", now + 45 * day, topic="noise").answers["repeats"] == 2


def test_field_work_becomes_a_work_order(register, walk, waiting, script, now):
    case = register("complaint", now)
    case = walk(case, now, script.soothe, script.notify, script.investigate, script.valid, script.with_order)
    assert waiting(case) == ["works"]
    assert waiting(walk(case, now, ("order.done", {"result": "fixed"}))) == ["report"]


def test_every_cause_has_its_branch():
    assert branch_of("neighbour.noise") == "邻里"
    assert branch_of("gone") == "gone"
    assert len({branch_of(code) for code in CHOICES}) == 11
