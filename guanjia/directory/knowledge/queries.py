"""Finding articles by Chinese words, pinyin and initials."""

from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from guanjia.directory.knowledge.models import Article, ArticleVersion, UnansweredQuestion
from guanjia.engine.access import Actor
from guanjia.engine.search.terms import folded, name_terms, text_terms


def terms_of(*, title: str, keywords: str, body: str) -> set[str]:
    """What an article is found by: any part of title and keywords, also in pinyin; the words of the body."""
    heads = [title, *keywords.replace(",", " ").replace("、", " ").split()]
    return set().union(text_terms(body), text_terms(title), *(name_terms(head) for head in heads))


def find_articles(actor: Actor, words: str, *, estate_id: int | None = None, most: int = 20) -> list[Article]:
    """Articles in force that have every word typed, the most used first; all of them when nothing is."""
    rows = Article.objects.visible_to(actor).in_force().defer("terms")
    if estate_id is not None:
        rows = rows.for_estate(estate_id)
    if query := _query(words):
        rows = rows.filter(terms=query)
    return list(rows.order_by("-uses", "title", "pk")[:most])


def suggest_articles(actor: Actor, words: str, *, estate_id: int, most: int = 5) -> list[Article]:
    """Articles nearest to a customer's whole sentence: any word counts, better matches come first."""
    found = sorted(term for term in text_terms(words) if len(term) > 1)
    if not found:
        return []
    any_word = " | ".join(_quoted(term) for term in found)
    rank = RawSQL("ts_rank(terms, %s::tsquery)", [any_word])
    rows = Article.objects.visible_to(actor).in_force().for_estate(estate_id).defer("terms")
    matching = rows.filter(terms=SearchQuery(any_word, search_type="raw", config="simple"))
    return list(matching.annotate(rank=rank).order_by("-rank", "-uses", "pk")[:most])


def list_articles(actor: Actor, *, words: str, category: str, review: bool, today: date) -> QuerySet[Article]:
    """For the page of all articles."""
    rows = Article.objects.visible_to(actor).defer("terms", "body").select_related("changed_by", "estate")
    rows = rows.to_review(today) if review else rows.in_force()
    if category:
        rows = rows.filter(category=category)
    if query := _query(words):
        rows = rows.filter(terms=query)
    return rows.order_by("review_on" if review else "-uses", "title", "pk")


def article_page(actor: Actor, pk: int) -> tuple[Article, list[ArticleVersion]]:
    """The article and its wordings, newest first. Raises Article.DoesNotExist."""
    article = (
        Article.objects.visible_to(actor).defer("terms").select_related("changed_by", "estate").get(pk=pk)
    )
    versions = ArticleVersion.objects.visible_to(actor).filter(article=article).select_related("by")
    return article, list(versions)


def open_questions(actor: Actor) -> QuerySet[UnansweredQuestion]:
    """Questions waiting for an article, oldest first."""
    rows = UnansweredQuestion.objects.visible_to(actor).filter(settled_at=None)
    return rows.select_related("by", "estate").order_by("at", "pk")


def counts(actor: Actor, *, today: date) -> dict[str, Any]:
    """Articles in force, articles due for review, open questions."""
    articles = Article.objects.visible_to(actor).in_force()
    found = articles.aggregate(all=Count("pk"), review=Count("pk", filter=Q(review_on__lte=today)))
    return {
        **found,
        "questions": UnansweredQuestion.objects.visible_to(actor).filter(settled_at=None).count(),
    }


def _query(words: str) -> SearchQuery | None:
    typed = [word for word in folded(words).replace(",", " ").split() if word]
    if not typed:
        return None
    return SearchQuery(" & ".join(f"{_quoted(word)}:*" for word in typed), search_type="raw", config="simple")


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
