"""Opening an estate: one page from its name to its last room."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanjia.engine.access import EVERYWHERE
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.structure.actions import open_estate
from guanjia.screens.structure.forms import DEPARTMENTS, Blocks, OpenForm
from guanjia.screens.structure.views.saving import EDIT


@needs(EDIT)
def new_estate(request: HttpRequest) -> HttpResponse:
    if request.user.estate_ids is not EVERYWHERE:
        return render(request, "structure/not_here.html")
    sent = request.POST or None
    usual = {"departments": [code for code, _label in DEPARTMENTS]}
    form, lines = OpenForm(sent, actor=request.user, initial=usual), Blocks(sent, prefix="b")
    if sent and form.is_valid() and lines.is_valid():
        try:
            made = open_estate(
                actor=request.user, now=time.now(), blocks=lines.blocks, key=request.POST.get("key", ""),
                **form.wanted,
            )  # fmt: skip
            messages.success(
                request, _("“%(estate)s”已开好。下一步：任命人员，或导入业主。") % {"estate": made.name}
            )
            return redirect("structure:estate", made.pk)
        except Refused as no:
            refuse(form, no)
    context = {"form": form, "lines": lines, "key": request.POST.get("key") or uuid4(), **counted(lines)}
    return render(request, "structure/open.html", context, status=422 if sent else 200)


@require_POST
@needs(EDIT)
def plan(request: HttpRequest) -> HttpResponse:
    """What the lines come to, while they are being filled in."""
    return render(request, "structure/_plan.html", counted(Blocks(request.POST, prefix="b")))


def counted(lines: Any) -> dict[str, Any]:
    """Buildings, units, and the first and last room of each line that is right."""
    blocks = [form.cleaned_data["block"] for form in lines.forms if form.is_bound and form.is_valid()]
    blocks = [block for block in blocks if block]
    said = []
    for block in blocks:
        rooms = list(block.places())
        ends = [
            "-".join(filter(None, (name, *rooms[at][::2])))
            for name, at in ((block.names[0], 0), (block.names[-1], -1))
        ]
        said.append({"names": block.names, "each": block.size, "first": ends[0], "last": ends[1]})
    faults = [
        fault for form in lines.forms if form.is_bound for each in form.errors.values() for fault in each
    ]
    return {
        "planned": said, "units": sum(len(block.names) * block.size for block in blocks),
        "buildings": sum(len(block.names) for block in blocks),
        "wrong": faults,
    }  # fmt: skip
