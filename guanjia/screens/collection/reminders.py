"""Reminders: the preview, the runs, their letters on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.collection.forms import RunForm
from guanjia.screens.collection.frame import one_estate
from guanjia.work.collection import actions
from guanjia.work.collection.actions.sending import order_mail
from guanjia.work.collection.models import Dunning, DunningRun
from guanjia.work.collection.models.reminders import STOPS
from guanjia.work.collection.parameters import LEVELS
from guanjia.work.collection.planning import preview
from guanjia.work.collection.rules import Level, Stop

PLAN, WORK = "collection.plan", "collection.work"
PRINTED = 500


@require_GET
@needs(PLAN)
def runs(request: HttpRequest) -> HttpResponse:
    """What was prepared lately."""
    rows = DunningRun.objects.visible_to(request.user).select_related("estate", "by")
    if estate := shell.chosen_estate_id(request):
        rows = rows.filter(estate_id=estate)
    return page(
        request, "collection/runs.html", "list", {"here": "runs", "runs": rows.order_by("-at", "-id")[:100]}
    )


@needs(PLAN)
def new(request: HttpRequest) -> HttpResponse:
    """The preview of today; sent, the reminders are prepared."""
    estate, now = one_estate(request), time.now()
    if estate is None:
        return render(request, "collection/new_run.html", {"here": "runs"})
    form = RunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            key = request.POST.get("key", "")[:80]
            made = actions.start_run(actor=request.user, now=now, estate=estate, key=key, **form.cleaned_data)
            return redirect("collection_pages:run", made.pk)
        except Refused as no:
            refuse(form, no)
    told = preview(estate, now=now)
    context = {
        "here": "runs", "estate": estate, "estates": shell.estates(request), "form": form, "told": told,
        "levels": [(LEVELS[level], *told.levels.get(level, (0, 0))) for level in Level],
        "stops": [(STOPS[stop], number) for stop, number in told.stops.most_common()],
        "stopped": [(one.debtor.debt, STOPS[Stop(one.outcome)]) for one in told.stopped],
    }  # fmt: skip
    return render(request, "collection/new_run.html", context, status=422 if form.errors else 200)


@require_GET
@needs(PLAN)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: progress while it is prepared, then what waits to go out and what did not go and why."""
    one = get_object_or_404(DunningRun.objects.visible_to(request.user).select_related("estate", "by"), pk=pk)
    rows = Dunning.objects.visible_to(request.user).filter(run=one)
    state, way, after = (request.GET.get(name, "") for name in ("state", "way", "after"))
    if state in Dunning.State.values:
        rows = rows.filter(state=state)
    if way:
        rows = rows.filter(way=way)
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__gt=int(after))
    shown = list(rows.order_by("pk")[:101])
    counts = Dunning.objects.visible_to(request.user).filter(run=one).values_list("way", "state", "reason")
    context = {
        "here": "runs", "run": one, "dunnings": shown[:100], "after": shown[99].pk if len(shown) > 100 else "",
        "counts": (counted := _counted(counts)), "percent": round(one.progress * 100),
        "stops": [(STOPS[Stop(code)], number) for code, number in one.found.get("stops", {}).items()],
        "ways": {code for _way, _state, code, _kind, _n in counted},
    }  # fmt: skip
    return page(request, "collection/run.html", "run", context)


def _counted(rows) -> list[tuple[str, str, str, int]]:
    """(way, state, code of the state, how many), in words."""
    from django.db.models import Count

    ways = dict(Dunning._meta.get_field("way").choices)
    found = rows.values_list("way", "state").annotate(n=Count("pk")).order_by("way", "state")
    return [(ways[way], Dunning.State(state).label, way, state, number) for way, state, number in found]


@require_POST
@needs(PLAN)
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the e-mails sent."""
    one = get_object_or_404(DunningRun.objects.visible_to(request.user), pk=pk)
    number = order_mail(actor=request.user, now=time.now(), run=one)
    messages.success(request, _("正在发送 %(n)d 封邮件，发送前会再核对一次") % {"n": number})
    return redirect("collection_pages:run", pk)


@needs(PLAN)
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Sent: the letters that may still go are marked as printed. Then (and again later) the sheets themselves."""
    one = get_object_or_404(
        DunningRun.objects.visible_to(request.user).select_related("estate__company"), pk=pk
    )
    if request.method == "POST":
        actions.hand_out(actor=request.user, now=time.now(), run=one)
        return redirect("collection_pages:letters", pk)
    printed = Dunning.objects.visible_to(request.user).filter(run=one, way="letter", state=Dunning.State.SENT)
    context = {"run": one, "letters": printed.order_by("place", "pk")[:PRINTED], "size": "a4"}
    return render(request, "collection/letters.html", context)


@require_POST
@needs(WORK)
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """A text was sent by hand."""
    one = get_object_or_404(Dunning.objects.visible_to(request.user), pk=pk)
    done = actions.mark_told(actor=request.user, now=time.now(), dunning=one)
    if done.state == Dunning.State.SKIPPED:
        messages.warning(request, _("不用再发了：%(why)s") % {"why": done.get_reason_display()})
    return redirect("collection_pages:run", one.run_id)
