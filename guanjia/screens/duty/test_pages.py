"""The pages of the duty log: the log, giving, taking, the books, asking."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from guanjia.engine.access import system
from guanjia.kernel.time import now
from guanjia.work.cases.models import Case
from guanjia.work.duty import actions
from guanjia.work.duty.models import DutyPost, Handover


@pytest.fixture
def post(cast, acting):
    with acting(system(cast.company.pk)):
        return DutyPost.objects.create(
            company=cast.company, estate=cast.estate, name="东门岗", role="guard", things="对讲机 2"
        )


def test_a_day_at_the_gate(client, cast, acting, post, django_assert_max_num_queries):
    client.force_login(cast.guard)
    line = {"post": post.pk, "text": "!3栋高空抛物，已拍照", "key": "k1"}
    page = client.post(reverse("duty:write"), line, headers={"HX-Request": "true"}).content.decode()
    assert "高空抛物" in page and "<html" not in page
    assert client.post(reverse("duty:write"), {"post": post.pk, "text": " "}).status_code == 422
    with django_assert_max_num_queries(12):
        assert "未办事项" in client.get(reverse("duty:home")).content.decode()

    give = reverse("duty:give", args=[post.pk])
    refused = client.post(give, {"count-0": "2"})
    assert refused.status_code == 422 and "主管" in refused.content.decode()
    [entry] = list_of(acting, cast, post)
    assert client.post(reverse("duty:clear", args=[entry.pk]), {"word": "夜班盯着"}).status_code == 403
    client.force_login(cast.supervisor)
    with django_assert_max_num_queries(12):
        client.get(reverse("duty:home"))
    assert "同意移交" in client.get(reverse("duty:home")).content.decode()
    client.post(reverse("duty:clear", args=[entry.pk]), {"word": "夜班盯着"})

    client.force_login(cast.guard)
    assert client.post(give, {"count-0": "2", "note": "留意 3 栋"}).status_code == 302
    with acting(system(cast.company.pk)):
        handover = Handover.objects.get()
    address = reverse("duty:handover", args=[handover.pk])
    assert "收回" in client.get(address).content.decode()
    assert "自己交的班" in client.post(address, {"read": "on"}).content.decode()
    client.force_login(cast.supervisor)
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"read": "on"}).status_code == 302
    books = [reverse("duty:print", args=[post.pk, paper]) for paper in ("log", "handover")]
    log, book = (client.get(one).content.decode() for one in books)
    assert "WY-KF-ZB-01" in log and "高空抛物" in log
    assert "WY-KF-ZB-02" in book and "对讲机 2/2" in book and "刘主管" in book


def list_of(acting, cast, post):
    with acting(system(cast.company.pk)):
        return list(post.entries.all())


def test_a_guard_asks_for_leave_and_sees_where_it_stands(client, cast, acting):
    client.force_login(cast.guard)
    address = reverse("duty:ask", args=["leave"])
    assert client.get(address).status_code == 200
    day = localdate(now()) + timedelta(days=7)
    said = {
        "intake-who": cast.guard.pk, "intake-leave_kind": "sick", "intake-first_day": str(day),
        "intake-last_day": str(day - timedelta(days=1)), "intake-reason": "发烧", "key": "k1",
    }  # fmt: skip
    assert "不能早于" in client.post(address, said).content.decode()
    said["intake-last_day"] = str(day)
    assert client.post(address, said).status_code == client.post(address, said).status_code == 302
    page = client.get(address).content.decode()
    assert "主管批准请假" in page
    with acting(system(cast.company.pk)):
        assert Case.objects.filter(procedure="leave").count() == 1
    assert client.get("/duty/ask/repair/").status_code == 404


def test_who_registers_nothing_for_customers_asks_for_his_own_leave_only(client, cast, acting):
    day = str(localdate(now()) + timedelta(days=7))
    said = {
        "intake-who": cast.supervisor.pk, "intake-leave_kind": "annual", "intake-first_day": day,
        "intake-last_day": day, "intake-reason": "回家",
    }  # fmt: skip
    for person in (cast.cashier, cast.accountant):
        client.force_login(person)
        assert reverse("duty:asking") in client.get("/", follow=True).text
        assert "请假由本人提出" in client.post(reverse("duty:asking"), {**said, "key": f"o{person.pk}"}).text
        own = {**said, "intake-who": person.pk, "key": f"l{person.pk}"}
        assert client.post(reverse("duty:asking"), own).status_code == 302
    with acting(system(cast.company.pk)):
        assert Case.objects.filter(procedure="leave").count() == 2


def test_no_post_says_who_makes_one(client, cast):
    client.force_login(cast.desk)
    assert "值班岗位" in client.get(reverse("duty:home")).content.decode()
    assert actions.note_missed(now=now()) == 0
