"""Taking a call: the caller's card, what the procedure asks, hints while typing, and saving."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from guanjia.directory.knowledge.models import Article
from guanjia.directory.knowledge.queries import find_articles, suggest_articles
from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.desk import actions
from guanjia.screens.desk.hints import hints_for
from guanjia.screens.desk.intake import Intake
from guanjia.screens.desk.queries import opens_order, what_next
from guanjia.work.cases.models import Case
from guanjia.work.counter.models import Ticket

SEARCH = "search.use"


@require_GET
@needs(SEARCH)
def caller(request: HttpRequest) -> HttpResponse:
    """The card of whoever was chosen; the rest of the form stays as it is."""
    return render(request, "desk/_caller.html", {"desk": Intake(request, time.now())})


@require_GET
@needs(SEARCH)
@needs("cases.register")
def fields(request: HttpRequest) -> HttpResponse:
    """What the chosen procedure asks besides."""
    return render(request, "desk/_intake.html", {"desk": Intake(request, time.now())})


@require_POST
@needs(SEARCH)
def hints(request: HttpRequest) -> HttpResponse:
    """What to know about this place and this matter. A POST because the words may be long; changes nothing."""
    now = time.now()
    return render(request, "desk/_hints.html", hints_for(request.user, Intake(request, now), now=now))


@require_GET
@needs("knowledge.use")
def articles(request: HttpRequest) -> HttpResponse:
    """Articles that may answer: by the words typed, else by what the caller said."""
    typed, said = request.GET.get("article_q", "").strip(), request.GET.get("words", "").strip()
    desk = Intake(request, time.now())
    estate_id = desk.number("estate") or shell.chosen_estate_id(request)
    found = find_articles(request.user, typed[:60], estate_id=estate_id, most=6) if typed or not said else []
    if said and not typed and estate_id:
        found = suggest_articles(request.user, said[:500], estate_id=estate_id)
    return render(request, "desk/_articles.html", {"articles": found, "typed": typed or said})


@require_POST
@needs(SEARCH)
@needs("cases.register")
def register(request: HttpRequest) -> HttpResponse:
    desk = Intake(request, time.now())
    if desk.form.is_valid() & desk.fields.is_valid():
        try:
            case = actions.register_call(
                actor=request.user, now=desk.now, uploads=desk.uploads, answers=desk.fields.answers,
                key=desk.form.cleaned_data["key"], **desk.form.matter,
            )  # fmt: skip
            return _done(request, case, ticket=desk.form.cleaned_data["ticket"])
        except Refused as no:
            refuse(desk.fields if no.field in desk.fields.fields else desk.form, no)
    return render(request, "desk/_form.html", {"desk": desk}, status=422)


@require_POST
@needs(SEARCH)
@needs("cases.message")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The caller asks about a matter in hand: said there instead of a second case."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    words, key = request.POST.get("words", ""), request.POST.get("key", "")[:80]
    actions.note_call(actor=request.user, now=time.now(), case=case, words=words[:2000], key=key)
    return _done(request, case, again=True)


@require_POST
@needs(SEARCH)
@needs("cases.register")
def answer(request: HttpRequest) -> HttpResponse:
    """Answered from an article while the caller waits."""
    article = get_object_or_404(
        Article.objects.visible_to(request.user).in_force(), pk=request.POST.get("article")
    )
    desk = Intake(request, time.now())
    desk.form.fields["words"].required = False
    if not desk.form.is_valid():
        return render(request, "desk/_form.html", {"desk": desk}, status=422)
    matter = {
        name: value for name, value in desk.form.matter.items() if name not in ("procedure", "incident")
    }
    case = actions.answer_at_once(
        actor=request.user, now=desk.now, article=article, key=desk.form.cleaned_data["key"], **matter
    )
    return _done(request, case, ticket=desk.form.cleaned_data["ticket"])


def _done(
    request: HttpRequest, case: Case, *, again: bool = False, ticket: Ticket | None = None
) -> HttpResponse:
    """What was kept and what happens next. My list and the hints beside it look again."""
    steps = what_next(case)
    dispatch = opens_order(case, (step for step, _label in steps))
    context: dict[str, Any] = {
        "case": case,
        "again": again,
        "steps": steps,
        "dispatch": dispatch,
        "ticket": ticket,
    }
    response = render(request, "desk/_done.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#desk", "innerHTML"
    response["HX-Trigger"] = "case-registered"
    return response
