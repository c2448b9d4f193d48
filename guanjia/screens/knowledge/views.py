"""The knowledge base: finding, reading and writing articles; the questions still to write up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanjia.directory.knowledge import actions, queries
from guanjia.directory.knowledge.models import Article, Category, UnansweredQuestion
from guanjia.engine.access import require
from guanjia.engine.access.actor import may
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.knowledge.forms import NewArticleForm, ReviewForm, RevisionForm, SetAsideForm, in_a_year


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    require(request.user, "knowledge.use")
    asked, today = request.GET, _today()
    rows = queries.list_articles(
        request.user, words=asked.get("q", ""), category=asked.get("category", ""),
        review="review" in asked, today=today,
    )  # fmt: skip
    context = {
        "articles": Paginator(rows, 50).get_page(asked.get("page")),
        "counts": queries.counts(request.user, today=today),
        "categories": Category.choices,
        "may_write": may(request.user, "knowledge.edit"),
    }
    return page(request, "knowledge_pages/list.html", "articles", context)


@login_required
def suggestions(request: HttpRequest) -> HttpResponse:
    """Articles that fit what a customer says, for the workbench: `?words=…&estate=…`."""
    require(request.user, "knowledge.use")
    estate = request.GET.get("estate", "")
    found = []
    if estate.isdecimal() and int(estate) in request.user.estate_ids:
        found = queries.suggest_articles(request.user, request.GET.get("words", ""), estate_id=int(estate))
    return page(request, "knowledge_pages/suggestions.html", "", {"articles": found})


@login_required
def article(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "knowledge.use")
    return _show(request, pk, ReviewForm(initial={"review_on": in_a_year(_today())}))


@login_required
def new(request: HttpRequest) -> HttpResponse:
    require(request.user, "knowledge.edit")
    question = _question(request)
    first = {"review_on": in_a_year(_today()), "title": question.question[:120] if question else ""}
    if question:
        first["estate"] = question.estate_id
    form = NewArticleForm(request.POST or None, actor=request.user, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.publish_article(
                actor=request.user, now=now(), question=question, key=request.POST.get("key", ""),
                **form.cleaned_data,
            )  # fmt: skip
            return redirect("knowledge:article", made.pk)
        except Refused as no:
            _say(form, no)
    return page(request, "knowledge_pages/write.html", "", {"form": form, "question": question})


@login_required
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "knowledge.edit")
    found = get_object_or_404(Article.objects.visible_to(request.user).in_force().defer("terms"), pk=pk)
    first = {name: getattr(found, name) for name in (*actions.WORDING, "review_on")}
    form = RevisionForm(request.POST or None, initial={**first, "seen_version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise_article(actor=request.user, now=now(), article=found, **form.cleaned_data)
            messages.success(request, _("已发布新版本"))
            return redirect("knowledge:article", pk)
        except Refused as no:
            _say(form, no)
    return page(request, "knowledge_pages/write.html", "", {"form": form, "article": found})


@require_POST
@needs("knowledge.edit")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Article.objects.visible_to(request.user).defer("terms"), pk=pk)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            actions.confirm_article(actor=request.user, now=now(), article=found, **form.cleaned_data)
            messages.success(request, _("已复核"))
            return redirect("knowledge:article", pk)
        except Refused as no:
            _say(form, no)
    return _show(request, pk, form)


@require_POST
@needs("knowledge.edit")
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Article.objects.visible_to(request.user).defer("terms"), pk=pk)
    try:
        actions.retire_article(actor=request.user, now=now(), article=found)
        messages.success(request, _("“%(title)s”已停用") % {"title": found.title})
    except Refused as no:
        messages.error(request, str(no))
    return redirect("knowledge:list")


@login_required
def questions(request: HttpRequest) -> HttpResponse:
    require(request.user, "knowledge.use")
    rows = Paginator(queries.open_questions(request.user), 50).get_page(request.GET.get("page"))
    context = {"questions": rows, "may_write": may(request.user, "knowledge.edit"), "form": SetAsideForm()}
    return page(request, "knowledge_pages/questions.html", "questions", context)


@require_POST
@needs("knowledge.edit")
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(UnansweredQuestion.objects.visible_to(request.user), pk=pk)
    form = SetAsideForm(request.POST)
    why = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.settle_question(actor=request.user, now=now(), question=question, set_aside=why)
    except Refused as no:
        messages.error(request, str(no))
    return redirect("knowledge:questions")


def _show(request: HttpRequest, pk: int, form: ReviewForm) -> HttpResponse:
    try:
        found, versions = queries.article_page(request.user, pk)
    except Article.DoesNotExist as no:
        raise Http404 from no
    context = {
        "article": found, "versions": versions, "form": form,
        "may_write": may(request.user, "knowledge.edit"),
        "is_due": found.review_on <= _today(),
    }  # fmt: skip
    return page(request, "knowledge_pages/article.html", "", context)


def _question(request: HttpRequest) -> UnansweredQuestion | None:
    asked = request.GET.get("question", "")
    if not asked.isdecimal():
        return None
    open_ones = UnansweredQuestion.objects.visible_to(request.user).filter(settled_at=None)
    return get_object_or_404(open_ones, pk=int(asked))


def _say(form: Any, no: Refused) -> None:
    form.add_error(no.field if no.field in form.fields else None, str(no))


def _today() -> Any:
    return timezone.localdate(now())
