"""Articles are found as people ask, their wordings stay, and questions without an answer are kept."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction

from guanjia.directory.knowledge import actions, queries
from guanjia.directory.knowledge.models import Article, ArticleVersion, UnansweredQuestion
from guanjia.kernel.errors import Forbidden, Refused, Stale

NEXT_YEAR = date(2027, 11, 20)
FEE = {
    "title": "物业费怎么交",
    "body": "可在前台刷卡，也可转账到公司账户。",
    "category": "fee",
    "review_on": NEXT_YEAR,
}
PASS = {
    "title": "搬家放行条怎么办",
    "body": "业主带身份证到前台办理。",
    "category": "handling",
    "review_on": NEXT_YEAR,
}


@pytest.fixture
def write(cast, acting, now):
    def write(words, estate=None, actor=None):
        with acting(actor or cast.supervisor):
            return actions.publish_article(
                actor=actor or cast.supervisor, now=now, estate=estate or cast.estate, **words
            )

    return write


def case(cast, pk):
    return SimpleNamespace(pk=pk, company_id=cast.company.pk, estate_id=cast.estate.pk)


@pytest.mark.parametrize("typed", ["物业费", "怎么交", "wuye", "wyf", "wuyefei", "刷卡", "缴费", "物业 转账"])
def test_found_by_words_pinyin_and_initials(cast, acting, write, typed):
    write(FEE | {"keywords": "缴费 收费"})
    write(PASS)
    with acting(cast.desk):
        assert [one.title for one in queries.find_articles(cast.desk, typed)] == ["物业费怎么交"]


def test_suggested_from_a_whole_sentence(cast, acting, write):
    write(FEE)
    write(PASS)
    with acting(cast.desk):
        found = queries.suggest_articles(
            cast.desk, "你好我想问一下搬家要不要办放行条", estate_id=cast.estate.pk
        )
    assert found[0].title == "搬家放行条怎么办"


def test_a_revision_keeps_the_old_wording(cast, acting, write, now):
    article = write(FEE)
    with acting(cast.supervisor):
        new = FEE | {"body": "可在手机上交。"}
        actions.revise_article(
            actor=cast.supervisor, now=now, article=article, seen_version=1, reason="开通手机缴费", **new
        )
        with pytest.raises(Stale):
            actions.revise_article(actor=cast.supervisor, now=now, article=article, seen_version=1, **new)
        assert list(ArticleVersion.objects.values_list("version", "body")) == [
            (2, "可在手机上交。"), (1, FEE["body"]),
        ]  # fmt: skip
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            ArticleVersion.objects.update(body="")
        assert queries.find_articles(cast.supervisor, "手机")
        assert not queries.find_articles(cast.supervisor, "刷卡")


def test_a_use_counts_once_for_each_case(cast, acting, write, now):
    article = write(FEE)
    with acting(cast.desk):
        for pk in (1, 1, 2):
            actions.use_article(article_id=article.pk, case=case(cast, pk), actor=cast.desk, now=now)
        assert Article.objects.get().uses == 2


def test_a_question_becomes_an_article_or_is_set_aside(cast, acting, now):
    with acting(cast.desk):
        noted = actions.note_question(case=case(cast, 1), question="电费几号收？", actor=cast.desk, now=now)
        assert actions.note_question(case=case(cast, 1), question="电费？", actor=cast.desk, now=now) == noted
        other = actions.note_question(case=case(cast, 2), question="你们老板是谁", actor=cast.desk, now=now)
        assert list(queries.open_questions(cast.desk)) == [noted, other]
    boss = cast.supervisor
    with acting(boss):
        actions.publish_article(actor=boss, now=now, estate=cast.estate, question=noted, **FEE)
        with pytest.raises(Refused) as no:
            actions.settle_question(actor=boss, now=now, question=other)
        assert no.value.field == "set_aside"
        actions.settle_question(actor=boss, now=now, question=other, set_aside="不是服务问题")
        with pytest.raises(Stale):
            actions.settle_question(actor=boss, now=now, question=other, set_aside="再来")
        assert UnansweredQuestion.objects.get(pk=noted.pk).article.title == FEE["title"]
        assert not queries.open_questions(boss)


def test_who_may_write_and_who_sees(cast, acting, write, now):
    article = write(FEE)
    with pytest.raises(Forbidden):
        write(FEE, actor=cast.desk)
    with pytest.raises(Forbidden):
        write(FEE, estate=cast.other_estate)
    with pytest.raises(Refused) as no:
        write(FEE)
    assert no.value.field == "title"
    for stranger in (cast.elsewhere, cast.outsider):
        with acting(stranger):
            assert not queries.find_articles(stranger, "物业费")
            with pytest.raises(Refused):
                actions.retire_article(actor=stranger, now=now, article=article)


def test_read_again_or_retired(cast, acting, write, now):
    article, boss = write(FEE | {"review_on": date(2026, 12, 1)}), cast.supervisor
    with acting(boss):
        assert queries.counts(boss, today=date(2026, 12, 1)) == {"all": 1, "review": 1, "questions": 0}
        actions.confirm_article(actor=boss, now=now, article=article, review_on=NEXT_YEAR)
        assert queries.counts(boss, today=date(2026, 12, 1))["review"] == 0
        actions.retire_article(actor=boss, now=now, article=article)
        assert not queries.find_articles(boss, "")
