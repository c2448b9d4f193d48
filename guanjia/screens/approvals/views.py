"""The list, and answering several of it at once."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.time import now
from guanjia.screens.approvals import actions, queries
from guanjia.screens.approvals.rules import BACK, NO, YES

ANSWER = "cases.message"


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def phone(request: HttpRequest) -> HttpResponse:
    return _shown(request, "ui/phone.html")


@require_http_methods(["GET", "POST"])
@needs(ANSWER)
def desk(request: HttpRequest) -> HttpResponse:
    return _shown(request, "ui/page.html")


def _shown(request: HttpRequest, frame: str) -> HttpResponse:
    """The list; after a POST with the result of every line above it."""
    done: list[actions.Outcome] = []
    moment, person, estate_id = now(), signed_in(request), shell.chosen_estate_id(request)
    if request.method == "POST":
        done = _decided(request, estate_id)
    waiting = queries.waiting_for(person, now=moment, estate_id=estate_id)
    good = sum(not one.why for one in done)
    context = {
        "refuses": any(one.question.refuses_apart for one in waiting),
        "frame": frame, "waiting": waiting, "done": done, "key": uuid4(), "now": moment,
        "summary": ngettext("办好 %(n)d 件", "办好 %(n)d 件", good) % {"n": good} if good else "",
        "failed": [one for one in done if one.why],
        "nothing": request.method == "POST" and not done and _("请先勾选要办的事项"),
    }  # fmt: skip
    return page(request, "approvals/list.html", "", context)


def _decided(request: HttpRequest, estate_id: int | None) -> list[actions.Outcome]:
    """What came of the ticked lines; one that is no longer waiting says so."""
    person, said = signed_in(request), request.POST
    ticked = {int(pk) for pk in said.getlist("step") if pk.isdecimal() and len(pk) < 19}
    waiting = queries.waiting_for(person, now=now(), estate_id=estate_id)
    chosen = [one for one in waiting if one.step.pk in ticked]
    done = actions.decide(
        actor=person, now=now(), waiting=chosen, verdict=_verdict(said.get("answer", "")),
        word=said.get("word", "")[:500], key=said.get("key", "")[:60],
    )  # fmt: skip
    gone = queries.gone(person, ticked - {one.step.pk for one in chosen}, now=now())
    return done + [
        actions.Outcome(number, title, _("已经有人办过了，请看最新进展")) for number, title in gone
    ]


def _verdict(said: str) -> str:
    return said if said in (YES, NO) else BACK
