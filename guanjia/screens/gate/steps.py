"""A guard's own steps: he sees the step that is his, not the case."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from guanjia.engine.sop.fields import ATTACHED
from guanjia.engine.ui.guards import needs, signed_in
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.kernel.time import now
from guanjia.screens.gate import queries
from guanjia.screens.phone.words import for_scripts
from guanjia.work.cases.actions import complete_step
from guanjia.work.cases.actions.steps import whose_not
from guanjia.work.cases.facts import procedure_of
from guanjia.work.cases.forms import StepForm, refuse
from guanjia.work.cases.models import Step
from guanjia.work.cases.story import described


@require_http_methods(["GET", "POST"])
@needs("gate.scan")
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """The words of the request that are not private, and the step's own form."""
    row = _mine(request, pk)
    procedure = procedure_of(row.case)
    spec = procedure.steps[row.code]
    form = StepForm(
        spec, request.POST or None, request.FILES or None, case=row.case, actor=signed_in(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _complete(request, row, form)
            return redirect("gate:home")
        except Refused as no:
            refuse(form, no)
    told = [
        one for one in procedure.intake if one.kind not in ATTACHED and not one.sensitive and not one.names
    ]
    context = {
        "case": row.case, "step": row, "spec": spec, "procedure": procedure, "form": form, "now": now(),
        "facts": list(described(told, row.case.answers)), "words": for_scripts(),
    }  # fmt: skip
    return page(request, "gate/step.html", "", context, status=422 if form.errors else 200)


def _mine(request: HttpRequest, pk: int) -> Step:
    """Raises Http404 for a step that is done or out of sight, Forbidden for one of another post."""
    row = queries.step_for(signed_in(request), pk)
    if row is None:
        raise Http404
    spec = procedure_of(row.case).steps[row.code]
    if spec.awaits or row.case.is_over:
        raise Http404
    if why := whose_not(row.case, row, spec, signed_in(request), now=now()):
        raise Forbidden(why)
    return row


def _complete(request: HttpRequest, row: Step, form: Any) -> None:
    complete_step(
        actor=signed_in(request), now=now(), case=row.case, step=row.code, answers=form.answers,
        uploads=form.uploads, key=request.POST.get("key", "")[:80],
    )  # fmt: skip
