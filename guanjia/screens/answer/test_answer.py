"""The customer's page: one answer, and calm words for everything else."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.followups import links
from guanjia.work.followups.actions import sample_residents
from guanjia.work.followups.models import Answer, FollowUp
from guanjia.work.followups.tokens import token_of

HOME = {"kind": "home", "part": "pipes", "quote_when": "free"}
GOOD = {"stars": "4", "satisfied": "yes", "words": "师傅很细心"}


@pytest.fixture(autouse=True)
def _unhurried():
    cache.clear()


def make_link(cast):
    start = time.now() - timedelta(hours=2)
    with acting_as(cast.desk):
        case = cases.register_case(
            actor=cast.desk, now=start, estate=cast.estate, procedure="repair", words="厨房水管漏水", unit=cast.unit,
            customer=cast.owner, answers=HOME, caller_phone="13905710001", caller_name="王阿姨",
        )  # fmt: skip
        report = {"worker": cast.technician.pk, "work": "更换角阀"}
        cases.receive(case=case, event="order.done", answers=report, actor=cast.technician, now=start)
        return links.send_link(actor=cast.desk, now=start, followup=FollowUp.objects.get(case=case))


@pytest.fixture
def link(cast):
    return make_link(cast)


def page_of(link):
    return reverse("answer:answer", args=[token_of(link)])


def seen(model, **where):
    with acting_as(system(None)):
        return model.objects.get(**where)


def test_the_page_shows_the_matter_and_nobodys_data(link, client):
    text = client.get(page_of(link)).content.decode()
    assert "厨房水管漏水" in text
    assert "更换角阀" in text
    for secret in ("13905710001", "王阿姨", "1501", "陈师傅"):
        assert secret not in text


def test_one_answer_closes_the_case_and_the_second_is_thanked_only(link, client):
    assert "谢谢" in client.post(page_of(link), GOOD).content.decode()
    assert seen(Case, pk=link.followup.case_id).state == "closed"
    assert "已经收到" in client.post(page_of(link), {**GOOD, "stars": "1"}).content.decode()
    assert seen(Answer, followup=link.followup_id).stars == 4


def test_not_satisfied_sends_it_back_to_work(link, client):
    text = client.post(page_of(link), {"stars": "1", "satisfied": "no", "words": "还在漏"}).content.decode()
    assert "再次处理" in text
    case = seen(Case, pk=link.followup.case_id)
    assert (case.state, case.cycle) == ("open", 2)


def test_missing_stars_are_asked_for(link, client):
    page = client.post(page_of(link), {"satisfied": "yes"})
    assert page.status_code == 200
    assert "请点一下星星" in page.content.decode()


def test_a_forged_link_does_not_touch_the_database(link, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        page = client.get(page_of(link)[:-2])
    assert page.status_code == 404
    assert "链接无效" in page.content.decode()


def test_an_expired_link_says_so_and_gives_the_hotline(link, client):
    with time.shifted(timedelta(days=8)):
        page = client.get(page_of(link))
    assert page.status_code == 410
    assert "0571-88001234" in page.content.decode()


def test_a_cancelled_case_is_not_asked_about(link, client, cast):
    with acting_as(cast.supervisor):
        case = Case.objects.get(pk=link.followup.case_id)
        cases.cancel_case(actor=cast.supervisor, now=time.now(), case=case, reason="登记错了")
    assert client.post(page_of(link), GOOD).status_code == 410


def test_hammering_is_slowed_down(link, client):
    codes = {client.get(page_of(link)[:-2]).status_code for _ in range(70)}
    assert codes == {404, 429}


def test_behind_the_proxy_customers_are_told_apart(link, client, settings):
    settings.HTTPS = True
    url = page_of(link)[:-2]

    def knock(address):
        return client.get(url, headers={"X-Forwarded-For": f"6.6.6.6, {address}"}).status_code

    assert {knock("10.0.0.1") for _ in range(70)} == {404, 429}
    assert knock("10.0.0.2") == 404
    settings.HTTPS = False
    assert knock("10.0.0.1") == 404


def test_a_household_of_a_sample_is_asked_in_general(cast, client):
    with acting_as(cast.supervisor):
        us = {"actor": cast.supervisor, "now": time.now()}
        sample_residents(estate=cast.estate, plan="new", unit_ids=[cast.unit.pk], **us)
        link = links.send_link(followup=FollowUp.objects.get(), **us)
    assert "总体满意吗" in client.get(page_of(link)).content.decode()
    unsaid = client.post(page_of(link), {"stars": "2", "satisfied": "no"}).content.decode()
    assert "来修，还是跟进处理" in unsaid
    assert "写一两句" in unsaid
    said = {"stars": "2", "satisfied": "no", "words": "门禁常坏", "opens": "repair"}
    text = client.post(page_of(link), said).content.decode()
    assert "已为您登记" in text
    assert "再次处理" not in text
    assert seen(Case, channel="web").procedure == "repair"


def test_the_page_costs_few_statements(link, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(page_of(link))


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(cast):
    link = make_link(cast)
    token, start, told = token_of(link), threading.Barrier(2), []

    def answer(stars):
        try:
            with acting_as(system(link.company_id)):
                start.wait()
                links.answer_by_link(token=token, stars=stars, satisfied=True, words="", now=time.now())
                told.append("taken")
        except Refused:
            told.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=answer, args=(stars,)) for stars in (4, 5)]
    [one.start() for one in both]
    [one.join() for one in both]
    assert sorted(told) == ["refused", "taken"]
    assert seen(Case, pk=link.followup.case_id).state == "closed"
