"""The workbench and what it asks while a call is taken down."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guanjia.directory.knowledge.actions import publish_article
from guanjia.engine.access import system
from guanjia.engine.clock.models import Clock
from guanjia.kernel import time
from guanjia.work.cases import actions
from guanjia.work.cases.actions import open_incident
from guanjia.work.cases.models import Attachment, Case

BENCH, REGISTER, HINTS = "/", "/desk/cases/", "/desk/hints/"
JPEG = b"\xff\xd8\xff\xe0 not much of a picture"


def call(cast, **more):
    usual = {
        "procedure": "repair", "estate": cast.estate.pk, "words": "厨房水槽漏水", "topic": "water",
        "urgency": "urgent", "severity": "ordinary", "channel": "phone", "intake-kind": "home", "key": str(uuid4()),
    }  # fmt: skip
    return {**usual, **more}


@pytest.fixture
def only_case(acting):
    def get():
        with acting(system(None)):
            return Case.objects.select_related("customer", "unit", "incident", "estate").get()

    return get


def test_the_bench_shows_my_matters_by_the_next_due(client, desk, register):
    register(desk.agent, desk.estate, title="别人的")
    register(desk.desk, desk.estate, title="普通的", urgency="ordinary", unit=desk.unit)
    register(desk.desk, desk.estate, title="急的", urgency="urgent")
    html = client.get(BENCH).content.decode()
    assert html.index("急的") < html.index("普通的") and "别人的" not in html


def test_the_bench_costs_at_most_twelve_statements(client, desk, register, django_assert_max_num_queries):
    for number in range(5):
        register(desk.desk, desk.estate, unit=desk.unit, customer=desk.owner, title=f"第{number}件")
    with django_assert_max_num_queries(12):
        client.get(BENCH)


def test_a_call_becomes_a_case(client, desk, only_case):
    answer = client.post(REGISTER, call(desk, customer=desk.owner.pk, unit=desk.unit.pk))
    case = only_case()
    assert (case.customer, case.unit, case.urgency) == (desk.owner, desk.unit, "urgent")
    assert case.answers["kind"] == "home" and case.first_owner_id == desk.desk.pk
    assert case.number in answer.content.decode()
    assert answer.headers["HX-Trigger"] == "case-registered"


def test_nobody_in_particular_from_a_public_place(client, desk, only_case):
    client.post(REGISTER, call(desk, place="东门岗亭", caller_name="路过的人", **{"intake-kind": "public"}))
    case = only_case()
    assert (case.place, case.caller_name, case.customer, case.unit) == ("东门岗亭", "路过的人", None, None)


def test_a_landline_with_extension_is_a_phone_too(client, desk, only_case):
    client.post(REGISTER, call(desk, caller_phone="0571-88001234 转 801"))
    assert only_case().caller_phone == "0571-88001234 转 801"


def test_a_second_press_makes_no_second_case(client, desk, only_case):
    data = call(desk)
    client.post(REGISTER, data)
    client.post(REGISTER, data)
    only_case()


def test_photos_are_kept_with_the_case(client, desk, acting, only_case):
    client.post(REGISTER, {**call(desk), "photos": [SimpleUploadedFile("漏水.jpg", JPEG)]})
    with acting(desk.desk):
        assert Attachment.objects.get(case=only_case()).name == "漏水.jpg"


def test_a_bad_photo_leaves_nothing_half_done(client, desk, acting):
    answer = client.post(
        REGISTER, {**call(desk), "photos": [SimpleUploadedFile("x.jpg", b"MZ not a picture")]}
    )
    assert answer.status_code == 422 and "不是照片" in answer.content.decode()
    with acting(desk.desk):
        assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": ""}, "请写明客户的诉求"),
        ({"promised_at": "2020-01-01T10:00"}, "约定时间已经过去"),
        ({"intake-kind": ""}, "请填写“报修类型”"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, desk, wrong, said):
    answer = client.post(REGISTER, call(desk, place="五号楼大堂", **wrong))
    html = answer.content.decode()
    assert answer.status_code == 422 and said in html and "五号楼大堂" in html


def test_a_unit_of_another_estate_cannot_be_named(client, desk, acting, cast):
    answer = client.post(REGISTER, call(desk, unit=999_999, estate=desk.other_estate.pk))
    assert answer.status_code == 422


def test_the_callers_card(client, desk, register, django_assert_max_num_queries):
    register(desk.desk, desk.estate, unit=desk.unit, customer=desk.owner)
    with django_assert_max_num_queries(12):
        html = client.get("/desk/caller/", {"customer": desk.owner.pk}).content.decode()
    assert "王阿姨" in html and "3栋2单元1501" in html and "林管家" in html and "厨房水管漏水" in html
    assert "13905710001" not in html and "139****0001" in html


def test_the_same_home_and_topic_is_shown_while_typing(
    client, desk, register, now, django_assert_max_num_queries
):
    earlier = register(desk.agent, desk.estate, unit=desk.unit, now=now - timedelta(days=3))
    with django_assert_max_num_queries(12):
        html = client.post(HINTS, call(desk, unit=desk.unit.pk)).content.decode()
    assert earlier.number in html and "同一房号、同类事项" in html


def test_of_the_same_home_whatever_is_open_is_shown_and_of_what_is_closed_only_the_like(
    client, desk, register, now, acting
):
    old = register(desk.agent, desk.estate, unit=desk.unit, topic="other", now=now - timedelta(days=60))
    lock, leak = (
        register(
            desk.agent, desk.estate, unit=desk.unit, words=words, topic="other", now=now - timedelta(days=9)
        )
        for words in ("门锁打不开", "厨房水槽下面漏水")
    )
    with acting(system(None)):
        Case.objects.filter(pk__in=[lock.pk, leak.pk]).update(state="closed", closed_at=now)
    html = client.post(HINTS, call(desk, unit=desk.unit.pk, topic="other", words="水槽漏水")).content.decode()
    hints = html[html.index("可能是同一件事") : html.index('class="house"')]
    assert old.number in hints and leak.number in hints and "说法相似" in hints
    assert lock.number not in hints


def test_a_similar_public_matter_is_shown(client, desk, register):
    lamp = register(
        desk.agent, desk.estate, words="东门地库入口路灯不亮", place="东门地库入口", topic="power"
    )
    other = register(desk.agent, desk.estate, words="喷泉边草坪没有修剪", place="中心花园", topic="green")
    html = client.post(HINTS, call(desk, words="地库入口的路灯坏了", place="东门")).content.decode()
    assert lamp.number in html and other.number not in html


def test_a_call_about_a_matter_in_hand_is_noted_there(client, desk, register, acting):
    case = register(desk.agent, desk.estate, unit=desk.unit)
    html = client.post(reverse("desk:again", args=[case.pk]), {"words": "怎么还没来"}).content.decode()
    assert case.number in html
    with acting(desk.desk):
        assert Case.objects.count() == 1
        assert case.timeline.filter(kind="message").get().text == "又来电催促：怎么还没来"
        actions.note_contact(actor=desk.desk, now=time.now(), case=case, text="已回电")
    client.post(reverse("desk:again", args=[case.pk]), {"words": "还是没来"})
    with acting(desk.desk):
        assert Clock.objects.of(case).get(metric="next_reply").state == "running"


def test_an_incident_says_what_to_tell_and_takes_the_case(client, desk, acting, now, only_case):
    with acting(desk.supervisor):
        incident = open_incident(
            actor=desk.supervisor, now=now, estate=desk.estate, title="3栋停水", topic="water",
            say="预计六点恢复", buildings=[desk.building],
        )  # fmt: skip
    assert "预计六点恢复" in client.get(BENCH).content.decode()
    assert "预计六点恢复" in client.post(HINTS, call(desk, unit=desk.unit.pk)).content.decode()
    client.post(REGISTER, call(desk, unit=desk.unit.pk, incident=incident.pk))
    assert only_case().incident == incident


def test_a_question_is_answered_from_an_article_in_one_press(client, desk, acting, now, only_case):
    with acting(desk.supervisor):
        article = publish_article(
            actor=desk.supervisor, now=now, estate=desk.estate, title="停车月卡怎么办", body="带身份证到前台",
            category="parking", review_on=date(2099, 1, 1), keywords="月卡",
        )  # fmt: skip
    found = client.get("/desk/articles/", {"article_q": "月卡", "estate": desk.estate.pk}).content.decode()
    assert "停车月卡怎么办" in found
    data = call(desk, procedure="consultation", words="", article=article.pk)
    client.post("/desk/answers/", data)
    client.post("/desk/answers/", data)
    case = only_case()
    assert (case.procedure, case.answers["article"]) == ("consultation", article.pk)
    assert case.words == "咨询：停车月卡怎么办" and not case.steps.filter(done_at=None).exists()


def test_who_does_not_work_at_a_desk_is_shown_elsewhere(client, desk):
    client.force_login(desk.technician)
    assert client.get(BENCH).status_code == 302


def test_headquarters_looks_but_does_not_register(client, desk):
    client.force_login(desk.headquarters)
    assert "不登记事项" in client.get(BENCH).content.decode()
    assert client.post(REGISTER, call(desk)).status_code == 403


def test_another_estate_sees_nothing_of_it(client, desk, register):
    case = register(desk.agent, desk.estate, unit=desk.unit, customer=desk.owner)
    client.force_login(desk.elsewhere)
    html = client.get("/desk/caller/", {"customer": desk.owner.pk, "unit": desk.unit.pk}).content.decode()
    html += client.post(HINTS, call(desk, unit=desk.unit.pk)).content.decode()
    assert "王阿姨" not in html and case.number not in html
    assert client.post(reverse("desk:again", args=[case.pk])).status_code == 404
