"""The call list and the call sheet, as people use them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guanjia.engine.paper.render import render_paper
from guanjia.kernel import time
from guanjia.procedures.shared import CALL_BACK
from guanjia.screens.cases.papers import printed_facts
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.followups import actions
from guanjia.work.followups.models import FollowUp

HOME = {"kind": "home", "part": "pipes", "quote_when": "free"}


@pytest.fixture
def followup(cast, acting):
    """A mended leak waits for a call; an hour has passed since."""
    start = time.now() - timedelta(hours=2)
    with acting(cast.desk):
        case = cases.register_case(
            actor=cast.desk, now=start, estate=cast.estate, procedure="repair", words="厨房水管漏水", unit=cast.unit,
            customer=cast.owner, answers=HOME, caller_phone="13905710001",
        )  # fmt: skip
        report = {"worker": cast.technician.pk, "work": "更换角阀"}
        cases.receive(
            case=case,
            event="order.done",
            answers=report,
            actor=cast.technician,
            now=start + timedelta(hours=1),
        )
        yield FollowUp.objects.get(case=case)


def sheet(name, followup):
    return reverse(f"asking:{name}", args=[followup.pk])


@pytest.mark.parametrize("name", ["due", "later", "missed", "samples"])
def test_the_lists_cost_at_most_twelve_statements(
    name, followup, cast, client, django_assert_max_num_queries
):
    client.force_login(cast.desk)
    with django_assert_max_num_queries(12):
        page = client.get(reverse(f"asking:{name}"))
    assert page.status_code == 200
    assert ("厨房水管漏水" in page.content.decode()) == (name == "due")


def test_the_sheet_shows_what_was_done_and_hides_the_phone(
    followup, cast, client, django_assert_max_num_queries
):
    client.force_login(cast.desk)
    with django_assert_max_num_queries(12):
        text = client.get(sheet("sheet", followup)).content.decode()
    assert "更换角阀" in text
    assert "13905710001" not in text


def test_satisfied_closes_and_the_list_hears_of_it(followup, cast, client):
    client.force_login(cast.desk)
    said = {"stars": "5", "satisfied": "yes", "way": "phone", "key": "k1"}
    page = client.post(sheet("answer", followup), said, headers={"HX-Request": "true"})
    assert page["HX-Trigger"] == "followups-changed"
    assert '<b id="asking-due" hx-swap-oob="true">0</b>' in page.content.decode()
    assert Case.objects.get(pk=followup.case_id).state == "closed"


def test_not_satisfied_without_a_word_comes_back_with_the_reason_beside_the_field(followup, cast, client):
    client.force_login(cast.desk)
    page = client.post(sheet("answer", followup), {"stars": "2", "satisfied": "no", "way": "phone"})
    assert "不满意的原因" in page.content.decode()
    assert Case.objects.get(pk=followup.case_id).state == "finished"


def test_the_second_call_knows_what_was_said_in_the_first(followup, cast, client):
    client.force_login(cast.desk)
    said = {"stars": "2", "satisfied": "no", "way": "phone", "words": "下午又漏了", "key": "k4"}
    client.post(sheet("answer", followup), said)
    report = {"worker": cast.technician.pk, "work": "换了软管"}
    case = Case.objects.get(pk=followup.case_id)
    cases.receive(case=case, event="order.done", answers=report, actor=cast.technician, now=time.now())
    again = FollowUp.objects.get(case=case, cycle=2)
    assert "下午又漏了" in client.get(sheet("sheet", again)).text


def test_one_key_notes_a_failed_call(followup, cast, client):
    client.force_login(cast.desk)
    client.post(sheet("attempt", followup), {"way": "phone", "outcome": "no_answer", "key": "k2"})
    client.post(sheet("attempt", followup), {"way": "phone", "outcome": "no_answer", "key": "k2"})
    assert followup.attempts.count() == 1
    page = client.post(sheet("attempt", followup), {"way": "phone", "outcome": "later"})
    assert "方便的时间" in page.content.decode()


def test_the_link_is_shown_to_copy_and_to_scan(followup, cast, client):
    client.force_login(cast.desk)
    text = client.post(sheet("link", followup), {"key": "k3"}).content.decode()
    assert "/q/" in text
    assert "<svg" in text


def test_the_supervisor_assigns_and_the_desk_does_not(followup, cast, client):
    client.force_login(cast.supervisor)
    client.post(sheet("assignment", followup), {"staff": cast.agent.pk})
    followup.refresh_from_db()
    assert followup.assignee == cast.agent
    client.force_login(cast.desk)
    assert client.post(sheet("assignment", followup), {"staff": cast.desk.pk}).status_code == 403


def test_strangers_and_technicians_stay_outside(followup, cast, client):
    client.force_login(cast.technician)
    assert client.get(reverse("asking:due")).status_code == 403
    for stranger in (cast.elsewhere, cast.outsider):
        client.force_login(stranger)
        assert client.get(sheet("sheet", followup)).status_code == 404
        assert client.post(sheet("answer", followup), {"stars": "5", "satisfied": "yes"}).status_code == 404


def printed(case_id):
    sheet = render_paper(CALL_BACK, printed_facts(Case.objects.get(pk=case_id)))
    return {cell.label: cell.text for cell in sheet["cells"]}


def test_the_record_of_the_call_prints_what_was_said(followup, cast, client, acting):
    client.force_login(cast.desk)
    said = {"stars": "2", "satisfied": "no", "way": "phone", "words": "还在漏"}
    client.post(sheet("answer", followup), said)
    with acting(cast.desk):
        shown = printed(followup.case_id)
    assert (shown["联系到客户"], shown["客户满意"], shown["评分（1–5 星）"]) == ("是", "否", "2")
    assert (shown["客户意见"], shown["回访方式"]) == ("还在漏", "电话")
    assert shown["回访日期"]


def test_who_was_not_reached_left_no_word(followup, cast, client, acting):
    client.force_login(cast.desk)
    client.post(sheet("attempt", followup), {"way": "phone", "outcome": "refused"})
    with acting(cast.desk):
        shown = printed(followup.case_id)
    assert (shown["联系到客户"], shown.get("客户意见")) == ("否", None)


@pytest.mark.parametrize("plan", ["new", "complaint", "old"])
def test_lists_of_residents_cost_at_most_twelve_statements(plan, cast, client, django_assert_max_num_queries):
    client.force_login(cast.desk)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("asking:households", args=[plan]))
    assert page.status_code == 200
    assert client.get(reverse("asking:households", args=["nonsense"])).status_code == 404


def test_the_supervisor_lists_old_residents_and_the_desk_calls_them(cast, client, acting):
    with acting(cast.desk):
        cast.owner.occupancies.update(since="2020-01-01")
    client.force_login(cast.supervisor)
    text = client.post(reverse("asking:take", args=["old"]), follow=True).content.decode()
    assert "王阿姨" in text
    assert "老住户" in text
    client.force_login(cast.desk)
    assert client.post(reverse("asking:take", args=["old"])).status_code == 403
    with acting(cast.desk):
        one = FollowUp.objects.samples().get()
    shown = client.get(sheet("sheet", one)).content.decode()
    assert "总体满意吗" in shown
    said = {"stars": "5", "satisfied": "yes", "way": "visit"}
    client.post(sheet("answer", one), said)
    with acting(cast.desk):
        assert FollowUp.objects.samples().get().state == "answered"


def test_a_dissatisfied_household_is_registered_by_the_answer(cast, client, acting, now):
    with acting(cast.supervisor):
        mine = {"estate": cast.estate, "plan": "old", "unit_ids": [cast.unit.pk]}
        actions.sample_residents(actor=cast.supervisor, now=now, **mine)
        one = FollowUp.objects.samples().get()
    client.force_login(cast.desk)
    assert 'name="opens"' in client.get(sheet("sheet", one)).text
    said = {"stars": "1", "satisfied": "no", "way": "phone", "words": "门禁常坏", "opens": "repair"}
    shown = client.post(sheet("answer", one), said).text
    with acting(cast.desk):
        case = Case.objects.get()
    assert case.procedure == "repair"
    assert f"/cases/{case.pk}/" in shown
    assert case.number in shown


def test_an_answer_about_a_case_opens_no_other(followup, cast, client):
    client.force_login(cast.desk)
    assert 'name="opens"' not in client.get(sheet("sheet", followup)).text
