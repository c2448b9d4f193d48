"""Writing, using and retiring articles; noting and settling questions."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guanjia.directory.knowledge.events import ArticlePublished, QuestionNoted
from guanjia.directory.knowledge.models import Article, ArticleUse, ArticleVersion, UnansweredQuestion
from guanjia.directory.knowledge.queries import terms_of
from guanjia.engine.access import EVERYWHERE, Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit import trail
from guanjia.engine.events import emit
from guanjia.kernel.errors import Forbidden, Refused, Stale

WORDING = ("title", "body", "keywords", "category")


@transaction.atomic
def publish_article(
    *, actor: Actor, now: datetime, title: str, body: str, category: str, review_on: date, keywords: str = "",
    estate: Any = None, question: UnansweredQuestion | None = None, key: str = "",
) -> Article:  # fmt: skip
    """A new article, for one estate or (estate empty) for the whole company; it may settle a question.

    Raises Refused (with `field`) and Forbidden.
    """
    _refuse_others_places(actor, estate.pk if estate else None)
    require(actor, "knowledge.edit")
    _refuse_empty(title, body, review_on, now)

    def make() -> Article:
        article = Article(
            company_id=actor.company_id, estate=estate, title=title.strip(), body=body.strip(),
            category=category, keywords=keywords.strip(), review_on=review_on,
            changed_at=now, changed_by_id=actor.pk,
        )  # fmt: skip
        _save(article, insert=True)
        _keep_wording(article, actor=actor, now=now, reason="")
        trail.record(
            actor=actor, now=now, verb="article.published", of=article, after={"title": article.title}
        )
        emit(ArticlePublished(article.pk, article.version, now))
        return article

    article = once(Article, key=key, verb="article.publish", actor=actor, now=now, make=make)
    if question is not None:
        settle_question(actor=actor, now=now, question=question, article=article)
    return article


@transaction.atomic
def revise_article(
    *, actor: Actor, now: datetime, article: Article, seen_version: int, title: str, body: str, category: str,
    review_on: date, keywords: str = "", reason: str = "",
) -> Article:  # fmt: skip
    """A new wording; the old one is kept. Raises Stale when somebody has revised it since it was opened."""
    article = _locked(article, actor)
    require(actor, "knowledge.edit")
    if article.version != seen_version:
        raise Stale(_("这篇文章刚被别人改过，请先看看最新内容"))
    _refuse_empty(title, body, review_on, now)
    before = {name: getattr(article, name) for name in WORDING}
    article.title, article.body, article.keywords = title.strip(), body.strip(), keywords.strip()
    article.category, article.review_on = category, review_on
    article.version, article.changed_at, article.changed_by_id = article.version + 1, now, actor.pk
    _save(article)
    _keep_wording(article, actor=actor, now=now, reason=reason)
    after = {name: getattr(article, name) for name in WORDING if getattr(article, name) != before[name]}
    trail.record(
        actor=actor, now=now, verb="article.revised", of=article,
        before={name: before[name] for name in after}, after=after,
    )  # fmt: skip
    emit(ArticlePublished(article.pk, article.version, now))
    return article


@transaction.atomic
def confirm_article(*, actor: Actor, now: datetime, article: Article, review_on: date) -> Article:
    """Read again and found right; to be read again by `review_on`."""
    article = _locked(article, actor)
    require(actor, "knowledge.edit")
    if review_on <= now.date():
        raise Refused(_("下次复核日期要在今天以后"), field="review_on")
    with trail.change(article, actor=actor, now=now, verb="article.reviewed"):
        article.review_on = review_on
    return article


@transaction.atomic
def retire_article(*, actor: Actor, now: datetime, article: Article) -> Article:
    """No longer offered; what used it still shows it."""
    article = _locked(article, actor)
    require(actor, "knowledge.edit")
    with trail.change(article, actor=actor, now=now, verb="article.retired"):
        article.retired_at = now
    return article


@transaction.atomic
def use_article(*, article_id: int, case: Any, actor: Actor, now: datetime) -> None:
    """This article answered this case. Counted once for each case. Raises Refused when it cannot be seen."""
    require(actor, "knowledge.use")
    article = Article.objects.visible_to(actor).for_estate(case.estate_id).filter(pk=article_id).first()
    if article is None:
        raise Refused(_("找不到所选的文章，请重新选择"), field="article")
    _use, is_new = ArticleUse.objects.get_or_create(
        article=article,
        case_id=case.pk,
        defaults={
            "company_id": case.company_id, "estate_id": case.estate_id, "version": article.version, "at": now,
            "by_id": actor.pk,
        },
    )  # fmt: skip
    if is_new:
        Article.objects.filter(pk=article.pk).update(uses=F("uses") + 1)


@transaction.atomic
def note_question(*, case: Any, question: str, actor: Actor, now: datetime) -> UnansweredQuestion:
    """A question no article answers. Once for each case."""
    require(actor, "knowledge.use")
    noted, is_new = UnansweredQuestion.objects.get_or_create(
        case_id=case.pk,
        defaults={
            "company_id": case.company_id, "estate_id": case.estate_id, "question": question.strip(),
            "at": now, "by_id": actor.pk,
        },
    )  # fmt: skip
    if is_new:
        emit(QuestionNoted(noted.pk, case.estate_id, now))
    return noted


@transaction.atomic
def settle_question(
    *,
    actor: Actor,
    now: datetime,
    question: UnansweredQuestion,
    article: Article | None = None,
    set_aside: str = "",
) -> UnansweredQuestion:
    """Answered by an article, or set aside with a reason. Raises Stale when it is settled already."""
    found = UnansweredQuestion.objects.visible_to(actor).select_for_update().filter(pk=question.pk).first()
    require(actor, "knowledge.edit")
    if found is None or found.settled_at:
        raise Stale(_("这个问题已经有人处理了"))
    if article is None and not set_aside.strip():
        raise Refused(_("请写明不写文章的原因"), field="set_aside")
    with trail.change(found, actor=actor, now=now, verb="question.settled"):
        found.article, found.set_aside = article, set_aside.strip()
        found.settled_at, found.settled_by_id = now, actor.pk
    return found


def _refuse_others_places(actor: Actor, estate_id: int | None) -> None:
    if estate_id is not None and estate_id not in actor.estate_ids:
        raise Forbidden(_("您不负责这个项目，不能写它的文章"))
    if estate_id is None and actor.estate_ids is not EVERYWHERE:
        raise Forbidden(_("全公司的文章由负责全部项目的人编写，请选择一个项目"))


def _refuse_empty(title: str, body: str, review_on: date, now: datetime) -> None:
    if not title.strip():
        raise Refused(_("请填写标题"), field="title")
    if not body.strip():
        raise Refused(_("请填写正文"), field="body")
    if review_on <= now.date():
        raise Refused(_("复核日期要在今天以后"), field="review_on")


def _locked(article: Article, actor: Actor) -> Article:
    found = (
        Article.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .defer("terms")
        .filter(pk=article.pk)
        .first()
    )
    if found is None:
        raise Refused(_("找不到这篇文章，或您无权查看"))
    _refuse_others_places(actor, found.estate_id)
    if found.retired_at:
        raise Stale(_("这篇文章已经停用"))
    return found


def _save(article: Article, *, insert: bool = False) -> None:
    """Raises Refused when the title is taken. The search terms are written beside it."""
    words = sorted(terms_of(title=article.title, keywords=article.keywords, body=article.body))
    try:
        with transaction.atomic():
            if insert:
                article.terms = ""
                article.save(force_insert=True)
            else:
                article.save(update_fields=[*WORDING, "review_on", "version", "changed_at", "changed_by"])
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE knowledge_article SET terms = array_to_tsvector(%s) WHERE id = %s",
                    [words, article.pk],
                )
    except IntegrityError as no:
        if "article_title_once" not in str(no):
            raise
        raise Refused(_("已经有同名的文章，请修改那一篇或换个标题"), field="title") from no


def _keep_wording(article: Article, *, actor: Actor, now: datetime, reason: str) -> None:
    ArticleVersion.objects.create(
        company_id=article.company_id, estate_id=article.estate_id, article=article, version=article.version,
        at=now, by_id=actor.pk, reason=reason.strip(), **{name: getattr(article, name) for name in WORDING},
    )  # fmt: skip
