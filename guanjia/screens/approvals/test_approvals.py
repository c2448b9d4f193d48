"""Several answers with one thumb: each by itself, and the result of each said."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from guanjia.engine.access import system
from guanjia.kernel.time import now
from guanjia.registers.keys.models import Key
from guanjia.screens.approvals.queries import approvals, waiting_for
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case, Step

PHONE = "/m/approvals/"
PNG = b"\x89PNG\r\n\x1a\nrest"


@pytest.fixture
def leave(cast, acting):
    def leave(who):
        day = (localdate(now()) + timedelta(days=7)).isoformat()
        said = {"who": who.pk, "leave_kind": "sick", "first_day": day, "last_day": day, "reason": "发烧"}
        with acting(who):
            return actions.register_case(
                actor=who, now=now(), estate=cast.estate, procedure="leave", words="发烧", answers=said
            )

    return leave


@pytest.fixture
def key_wanted(cast, acting):
    with acting(system(cast.company.pk)):
        key = Key.objects.create(
            company=cast.company,
            estate=cast.estate,
            tag="B-01",
            kind="equipment",
            place="A柜-1",
            opens="水泵房",
        )
    back_by = (now() + timedelta(hours=5)).isoformat()
    said = {"key": key.pk, "who": "staff", "borrower": "陈师傅", "purpose": "检修", "back_by": back_by}
    with acting(cast.desk):
        return actions.register_case(
            actor=cast.desk,
            now=now(),
            estate=cast.estate,
            procedure="keys",
            words="借水泵房钥匙",
            answers=said,
        )


def step_of(acting, cast, case):
    with acting(system(cast.company.pk)):
        return Step.objects.get(case=case, done_at=None, cancelled_at=None).pk


@pytest.fixture
def ask(cast, acting):
    """小李 asks for something that the manager decides."""

    def ask(procedure, answers, *steps):
        with acting(cast.desk):
            case = actions.register_case(
                actor=cast.desk,
                now=now(),
                estate=cast.estate,
                procedure=procedure,
                words="请批准",
                answers=answers,
            )
            for step, said, *kinds in steps:
                photos = [(kind, SimpleUploadedFile("证件.png", PNG, "image/png")) for kind in kinds]
                actions.complete_step(
                    actor=cast.desk, now=now(), case=case, step=step, answers=said, uploads=photos
                )
            return case

    return ask


def test_a_plan_is_sent_back_or_refused_and_what_needs_more_is_opened(
    client, cast, acting, ask, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    soon = (localdate(now()) + timedelta(days=20)).isoformat()
    event = {
        "event_title": "邻里节", "size": "small", "event_on": soon, "event_place": "广场", "purpose": "百家宴",
        "budget": "5000", "places": 30, "in_plan": True,
    }  # fmt: skip
    with acting(system(cast.company.pk)):
        Case.objects.create(
            company=cast.company, estate=cast.estate, procedure="culture_plan", procedure_key="culture_plan@1",
            number="WN1", title="年度计划", opened_at=now(),
            answers={"plan_year": int(soon[:4]), "decision": "approved"},
        )  # fmt: skip
    first, second = ask("culture_event", event), ask("culture_event", {**event, "event_title": "灯谜会"})
    query = {
        "asked_by": "西湖公安分局 周警官", "authority": "police", "officers": 2, "ground": "协查77号",
        "purpose": "走失老人", "homes": "3-2-1501", "kinds": ["phone"], "until": soon,
    }  # fmt: skip
    data = ask("disclosure", query, ("check", {"identity_ok": True, "papers_ok": True}, "proof"))
    client.force_login(cast.manager)
    page = client.get(PHONE).content.decode()
    assert page.count('name="step"') == 3 and 'value="no"' in page
    assert "批准时还要填：" in page and reverse("cases:step", args=[data.pk, "approve"]) in page
    for case, answer, decision in ((first, "back", "back"), (second, "no", "declined")):
        client.post(
            PHONE, {"step": step_of(acting, cast, case), "answer": answer, "word": "再议", "key": answer}
        )
        with acting(system(cast.company.pk)):
            kept = Case.objects.get(pk=case.pk).answers
            assert (kept["decision"], kept["decision_why"]) == (decision, "再议")
    asked = {"step": step_of(acting, cast, data), "word": "依据不足"}
    assert "请点开办理" in client.post(PHONE, {**asked, "answer": "yes", "key": "d1"}).content.decode()
    client.post(PHONE, {**asked, "answer": "no", "key": "d2"})
    assert state_of(acting, cast, data) == "closed"


def state_of(acting, cast, case):
    with acting(system(cast.company.pk)):
        return Case.objects.get(pk=case.pk).state


def test_the_manual_knows_its_approvals():
    known = {f"{key.partition('@')[0]}.{code}" for key, code in approvals()}
    assert {
        "keys.approve",
        "renovation.decide",
        "leave.by_manager",
        "shift_swap.consent",
        "complaint.consent",
        "culture_event.leader",
        "committee_letter.approve",
        "disclosure.approve_other",
    } <= known
    assert not {"complaint.judge", "repair.quoting", "keys.consent", "improvement.check"} & known


def test_several_at_once_each_with_its_result(
    client, cast, acting, leave, key_wanted, django_assert_max_num_queries
):
    first, second, long = leave(cast.technician), leave(cast.guard), leave(cast.supervisor)
    client.force_login(cast.supervisor)
    with django_assert_max_num_queries(12):
        page = client.get(PHONE).content.decode()
    assert page.count('name="step"') == 3 and "发烧" in page and "借水泵房钥匙" in page and "B-01" in page
    steps = [step_of(acting, cast, one) for one in (first, second, key_wanted)]
    with acting(cast.manager):
        waiting = waiting_for(cast.manager, now=now())
        assert {one.case.pk for one in waiting} == {key_wanted.pk, long.pk}
        actions.complete_step(
            actor=cast.manager, now=now(), case=key_wanted, step="approve", answers={"allowed": True}
        )
    answered = client.post(
        PHONE, {"step": steps, "answer": "yes", "word": "注意休息", "key": "k1"}
    ).content.decode()
    assert "办好 2 件" in answered and "已经有人办过了" in answered and key_wanted.number in answered
    with acting(cast.supervisor):
        assert first.timeline.filter(text="注意休息").exists()
    assert "请先勾选" in client.post(PHONE, {"answer": "yes"}).content.decode()


def test_a_ticked_step_that_is_none_of_ones_approvals_is_not_told(client, cast, leave, acting):
    """A guard who sends any numbers learns neither which matters there are nor what they are called."""
    case = leave(cast.supervisor)
    client.force_login(cast.guard)
    page = client.post(PHONE, {"step": [step_of(acting, cast, case)], "answer": "yes"}).content.decode()
    assert case.number not in page and "已经有人办过了" not in page


def test_sent_back_with_a_word_and_never_ones_own(client, cast, acting, leave):
    asked, own = leave(cast.technician), leave(cast.supervisor)
    steps = [step_of(acting, cast, asked), step_of(acting, cast, own)]
    client.force_login(cast.supervisor)
    page = client.post(reverse("approvals:desk"), {"step": steps, "answer": "no"}).content.decode()
    assert "请写一句原因" in page and state_of(acting, cast, asked) == "open"
    client.post(PHONE, {"step": steps, "answer": "back", "word": "当天人手不够", "key": "k2"})
    assert state_of(acting, cast, asked) == "closed" and state_of(acting, cast, own) == "open"
    with acting(system(cast.company.pk)):
        assert Case.objects.get(pk=asked.pk).answers["approved_why"] == "当天人手不够"
