"""The pages of the knowledge base."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guanjia.directory.knowledge import actions
from guanjia.directory.knowledge.models import Article, UnansweredQuestion

WORDS = {"title": "物业费怎么交", "body": "前台刷卡或转账。", "category": "fee", "review_on": "2027-11-20"}


@pytest.fixture
def article(acting, cast, now):
    words = WORDS | {"review_on": date(2027, 11, 20)}
    with acting(cast.supervisor):
        return actions.publish_article(actor=cast.supervisor, now=now, estate=cast.estate, **words)


@pytest.fixture
def question(acting, cast, now):
    with acting(cast.desk):
        return UnansweredQuestion.objects.create(
            company=cast.company, estate=cast.estate, question="能装充电桩吗", at=now, by=cast.desk
        )


def test_found_read_and_counted_within_twelve_statements(client, cast, article):
    client.force_login(cast.desk)
    for address in (reverse("knowledge:list") + "?q=wyf", reverse("knowledge:article", args=[article.pk])):
        with CaptureQueriesContext(connection) as spent:
            page = client.get(address)
        assert "物业费怎么交" in page.text
        assert len(spent) <= 12
    assert "写文章" not in client.get(reverse("knowledge:list")).text


def test_suggested_at_the_workbench(client, cast, article):
    client.force_login(cast.desk)
    address = reverse("knowledge:suggestions")
    asked = {"words": "我想交物业费", "estate": cast.estate.pk}
    assert "物业费怎么交" in client.get(address, asked).text
    assert "物业费" not in client.get(address, {**asked, "estate": cast.other_estate.pk}).text


def test_written_from_a_question(client, acting, cast, question):
    client.force_login(cast.supervisor)
    assert "能装充电桩吗" in client.get(reverse("knowledge:questions")).text
    address = f"{reverse('knowledge:new')}?question={question.pk}"
    assert "能装充电桩吗" in client.get(address).text
    answer = client.post(address, WORDS | {"title": "能装充电桩吗", "estate": cast.estate.pk})
    assert answer.status_code == 302
    with acting(cast.supervisor):
        question.refresh_from_db()
        assert question.article.title == "能装充电桩吗"


def test_a_question_is_set_aside_with_a_reason(client, acting, cast, question):
    client.force_login(cast.supervisor)
    address = reverse("knowledge:set_aside", args=[question.pk])
    client.post(address, {"reason": ""})
    with acting(cast.supervisor):
        assert UnansweredQuestion.objects.get().settled_at is None
    client.post(address, {"reason": "不归我们管"})
    with acting(cast.supervisor):
        assert UnansweredQuestion.objects.get().set_aside == "不归我们管"


def test_revised_reviewed_withdrawn(client, acting, cast, article):
    client.force_login(cast.supervisor)
    address = reverse("knowledge:revise", args=[article.pk])
    assert client.get(address).status_code == 200
    new = WORDS | {"body": "手机上交。", "seen_version": 1, "reason": "新办法"}
    assert client.post(address, new).status_code == 302
    late = client.post(address, new)
    assert "刚被别人改过" in late.text
    page = client.get(reverse("knowledge:article", args=[article.pk])).text
    assert "新办法" in page
    assert "前台刷卡" in page
    client.post(reverse("knowledge:review", args=[article.pk]), {"review_on": "2028-01-01"})
    client.post(reverse("knowledge:retire", args=[article.pk]))
    with acting(cast.supervisor):
        kept = Article.objects.get(pk=article.pk)
    assert kept.review_on == date(2028, 1, 1)
    assert kept.retired_at


def test_strangers_find_nothing(client, cast, article, question):
    client.force_login(cast.outsider)
    for name in ("article", "revise"):
        assert client.get(reverse(f"knowledge:{name}", args=[article.pk])).status_code == 404
    assert client.post(reverse("knowledge:set_aside", args=[question.pk])).status_code == 404
    client.force_login(cast.technician)
    assert client.get(reverse("knowledge:list")).status_code == 403
    client.force_login(cast.desk)
    assert client.get(reverse("knowledge:new")).status_code == 403
