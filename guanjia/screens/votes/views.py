"""One vote at the desk: who has voted, one ballot after the other, and never what a secret one says."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.votes import queries
from guanjia.screens.votes.forms import BallotForm, VoidForm
from guanjia.screens.votes.lists import RECEIPTS, ROLL, VOTES
from guanjia.work.votes import actions
from guanjia.work.votes.models import Ballot, SecretChoice, Vote, Voter
from guanjia.work.votes.queries import voters_of

VIEW, ENTER, LEAD = "registers.view", "registers.edit", "cases.supervise"
PRINTED = 2000


@needs(VIEW)
def listing(request: HttpRequest) -> Any:
    return VOTES.respond(request, Vote.objects.visible_to(signed_in(request)))


@require_GET
@needs(VIEW)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Turnout and result, and the voter whose ballot lies on the desk."""
    one, typed = _vote(request, pk), request.GET.get("q", "").strip()[:60]
    state = queries.state_of(one)
    context = {
        "vote": one, "state": state, "q": typed, "found": queries.found(signed_in(request), one, typed),
        "newest": queries.newest(signed_in(request), one), "may_enter": ENTER in signed_in(request).permissions,
        "bars": queries.bars(state["cast"], one.roll, _("参加人数"), _("参加面积（㎡）")) if one.heads else [],
    }  # fmt: skip
    return page(request, "votes_screen/vote.html", "", context)


@needs(VIEW)
def roll(request: HttpRequest, pk: int) -> Any:
    one = _vote(request, pk)
    rows = voters_of(signed_in(request), one)
    return ROLL.respond(request, rows, template="votes_screen/roll.html", context={"vote": one})


@needs(VIEW)
def receipts(request: HttpRequest, pk: int) -> Any:
    """What secret ballots say, by receipt alone, once they are counted."""
    one = _vote(request, pk)
    rows = SecretChoice.objects.visible_to(signed_in(request)).filter(
        vote=one, vote__state=Vote.State.COUNTED
    )
    return RECEIPTS.respond(request, rows, template="votes_screen/roll.html", context={"vote": one})


@require_GET
@needs(VIEW)
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Ballot papers for everybody on the roll, to be printed."""
    one = _vote(request, pk)
    voters = voters_of(signed_in(request), one).order_by("number")[:PRINTED]
    context = {"vote": one, "voters": voters, "document": {"title": _("选票")}, "size": "a5"}
    return render(request, "votes_screen/papers.html", context)


@needs(VIEW)
def voter(request: HttpRequest, pk: int) -> HttpResponse:
    """One owner on the roll: his ballot, or the form for it."""
    one = get_object_or_404(
        Voter.objects.visible_to(signed_in(request)).select_related("vote__estate"), pk=pk
    )
    form = BallotForm(request.POST or None, request.FILES or None, secret=one.vote.secret)
    if request.method == "POST" and form.is_valid():
        try:
            return _cast(request, one, form)
        except Refused as no:
            refuse(form, no)
    ballots = Ballot.objects.visible_to(signed_in(request)).filter(voter=one)
    rows = list(ballots.select_related("cast_by", "voided_by").order_by("-pk"))
    context = {
        "voter": one, "vote": one.vote, "form": form, "ballots": rows, "void_form": VoidForm(),
        "voted": any(ballot.voided_at is None for ballot in rows), "may_void": LEAD in signed_in(request).permissions,
        "may_enter": ENTER in signed_in(request).permissions and one.vote.state == Vote.State.OPEN,
    }  # fmt: skip
    return page(request, "votes_screen/voter.html", "", context, status=422 if form.errors else 200)


def _cast(request: HttpRequest, one: Voter, form: BallotForm) -> HttpResponse:
    """Entered, it leads to the next one; the receipt of a secret ballot is shown this once."""
    _ballot, receipt = actions.cast_ballot(
        actor=signed_in(request),
        now=now(),
        voter=one,
        key=request.POST.get("key", "")[:80],
        **form.cleaned_data,
    )
    messages.success(request, _("%(who)s的选票已录入。") % {"who": one.names})
    if receipt:
        return page(
            request, "votes_screen/receipt.html", "", {"voter": one, "vote": one.vote, "receipt": receipt}
        )
    return redirect("votes:vote", one.vote_id)


@require_GET
@needs(VIEW)
def photo(request: HttpRequest, pk: int) -> FileResponse:
    kept = get_object_or_404(Ballot.objects.visible_to(signed_in(request)), pk=pk)
    response = FileResponse(kept.photo.open("rb"))
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400"
    return response


@require_POST
@needs(LEAD)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    ballots = Ballot.objects.visible_to(signed_in(request)).select_related("vote")
    found = get_object_or_404(ballots, pk=pk)
    try:
        actions.void_ballot(
            actor=signed_in(request), now=now(), ballot=found, reason=request.POST.get("reason", "")
        )
        messages.success(request, _("选票已作废，可以重新录入。"))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("votes:voter", found.voter_id)


def _vote(request: HttpRequest, pk: int) -> Vote:
    rows = Vote.objects.visible_to(signed_in(request)).select_related("estate", "case")
    return get_object_or_404(rows, pk=pk)
