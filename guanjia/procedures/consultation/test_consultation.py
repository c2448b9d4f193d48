"""Consultation as the manual tells it."""

from datetime import date

import pytest

from guanjia.directory.knowledge.actions import publish_article
from guanjia.directory.knowledge.models import Article, UnansweredQuestion
from guanjia.kernel.errors import Refused


@pytest.fixture
def article(acting, cast, now):
    with acting(cast.supervisor):
        return publish_article(
            actor=cast.supervisor, now=now, estate=cast.estate, title="装修怎么申请", body="到前台填表。",
            category="renovation", review_on=date(2027, 1, 1),
        )  # fmt: skip


def test_answered_at_once_with_the_article_used(acting, cast, register, walk, article, now):
    case = register("consultation", now, words="装修怎么申请？")
    case = walk(case, now, (cast.desk, "answer", {"how": "article", "article": article.pk}))
    assert case.state == "closed"
    with acting(cast.desk):
        assert Article.objects.get(pk=article.pk).uses == 1
        assert not UnansweredQuestion.objects.exists()


def test_otherwise_the_first_owner_calls_back_and_the_question_stays(
    acting, cast, register, walk, waiting, now
):
    case = register("consultation", now, words="能装充电桩吗？")
    case = walk(case, now, (cast.desk, "answer", {"how": "later"}))
    assert waiting(case) == ["call_back"]
    with acting(cast.desk):
        assert UnansweredQuestion.objects.get().question == "能装充电桩吗？"
    assert walk(case, now, (cast.desk, "call_back", {"said_later": "可以，到前台登记"})).state == "closed"


def test_an_article_nobody_has_is_refused(cast, register, walk, now):
    with pytest.raises(Refused) as no:
        walk(register("consultation", now), now, (cast.desk, "answer", {"how": "article", "article": 99}))
    assert no.value.field == "article"
