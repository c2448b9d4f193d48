"""The parcel shelf: what came in, what is to be told, what is fetched."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now
from guanjia.screens.parcel_shelf import actions, queries
from guanjia.screens.parcel_shelf.forms import ArriveForm, PickupForm

SEE, SERVE = "registers.view", "cases.register"


@require_GET
@needs(SEE)
def home(request: HttpRequest) -> HttpResponse:
    """The shelf, and what is to be handed out to who stands here."""
    return _shown(request, typed=request.GET.get("q", "")[:100])


@require_GET
@needs(SEE)
def homes(request: HttpRequest) -> HttpResponse:
    """Homes that the words on a parcel may mean."""
    typed = request.GET.get("arrive-where", "")[:60]
    found = list(queries.homes_called(typed, estate=_estate(request), actor=signed_in(request)))
    context = {"homes": found, "typed": typed, "sure": len({one.unit_id for one in found}) == 1}
    return render(request, "parcel_shelf/_homes.html", context)


@require_POST
@needs(SEE)
@needs(SERVE)
def arrive(request: HttpRequest) -> HttpResponse:
    """One more piece onto the shelf."""
    actor, estate = signed_in(request), _estate(request)
    shelf = queries.shelf_of(estate, actor=actor, now=now())
    form = ArriveForm(shelf, request.POST, actor=actor, estate=estate)
    if form.is_valid():
        try:
            case = actions.take_in(
                actor=actor, now=now(), estate=estate, answers=form.answers, unit=form.unit, customer=form.customer,
                once=request.POST.get("once", "")[:80],
            )  # fmt: skip
            said = {"place": form.answers["shelf"], "who": form.answers["addressee"]}
            code = case.answers["pickup_code"]
            messages.success(
                request, _("%(who)s 的邮件放 %(place)s，取件码 %(code)s") % {**said, "code": code}
            )
            return redirect("parcel_shelf:home")
        except Refused as no:
            refuse(form, no)
    return _shown(request, shelf=shelf, arrive_form=form, status=422)


@require_POST
@needs(SEE)
@needs(SERVE)
def hand_out(request: HttpRequest) -> HttpResponse:
    """The ticked pieces are fetched."""
    actor, estate, typed = signed_in(request), _estate(request), request.POST.get("q", "")[:100]
    shelf = queries.shelf_of(estate, actor=actor, now=now())
    found = queries.find(shelf, typed, estate=estate, actor=actor)
    ticked = {int(pk) for pk in request.POST.getlist("parcels") if pk.isdecimal()}
    pieces = [piece for piece in found.pieces if piece.parcel.pk in ticked]
    found = queries.Found(found.pieces, {piece.parcel.pk for piece in pieces}, found.codes)
    form = PickupForm(found, request.POST, request.FILES or None, actor=actor, estate=estate)
    if form.is_valid():
        try:
            number = actions.hand_out_together(
                actor=actor, now=now(), pieces=pieces, answers=form.answers, uploads=form.uploads,
                codes=found.codes, once=request.POST.get("once", "")[:80],
            )  # fmt: skip
            who = form.answers["fetcher"]
            messages.success(request, _("%(who)s 已领取 %(number)d 件") % {"who": who, "number": number})
            return redirect("parcel_shelf:home")
        except Refused as no:
            refuse(form, no)
    return _shown(request, shelf=shelf, typed=typed, found=found, pick_form=form, status=422)


@require_POST
@needs(SEE)
@needs(SERVE)
def told(request: HttpRequest) -> HttpResponse:
    """A home was told of what lies here for it, by phone or by message."""
    actor, way = signed_in(request), request.POST.get("way", "")
    ticked = set(request.POST.getlist("parcels"))
    shelf = queries.shelf_of(_estate(request), actor=actor, now=now())
    pieces = [piece for piece in shelf.pieces if str(piece.parcel.pk) in ticked]
    try:
        number = actions.tell_home(actor=actor, now=now(), pieces=pieces, way=way)
        messages.success(request, _("已记下通知了 %(number)d 件") % {"number": number})
    except Refused as no:
        messages.error(request, str(no))
    return redirect("parcel_shelf:home")


def _estate(request: HttpRequest) -> Any:
    mine, chosen = shell.estates(request), shell.chosen_estate_id(request)
    if not mine:
        raise Http404
    return next((one for one in mine if one.pk == chosen), mine[0])


def _shown(
    request: HttpRequest,
    *,
    typed: str = "",
    shelf: queries.Shelf | None = None,
    found: queries.Found | None = None,
    arrive_form: ArriveForm | None = None,
    pick_form: PickupForm | None = None,
    status: int = 200,
) -> HttpResponse:
    who: dict[str, Any] = {"actor": signed_in(request), "estate": _estate(request)}
    shelf = shelf or queries.shelf_of(who["estate"], actor=who["actor"], now=now())
    found = found or queries.find(shelf, typed, **who)
    if found.pieces and pick_form is None:
        pick_form = PickupForm(found, **who)
    context = {
        "shelf": shelf, "typed": typed, "found": found, "pick": pick_form, "once": uuid4(),
        "arrive": arrive_form or ArriveForm(shelf, **who),
    }  # fmt: skip
    return page(request, "parcel_shelf/shelf.html", "", context, status=status)
