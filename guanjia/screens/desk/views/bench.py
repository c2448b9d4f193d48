"""The workbench: my matters on the left, the call in the middle, what to know on the right."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from guanjia.directory.team import roles
from guanjia.engine.access.actor import may
from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.desk.intake import Intake
from guanjia.screens.desk.queries import labelled
from guanjia.work.cases.queries import incidents_now, my_cases
from guanjia.work.cases.todo import waiting_steps
from guanjia.work.cashier.queries import left_open

AT_DESKS = {roles.AGENT, roles.DESK, roles.BUTLER, roles.SUPERVISOR}
HOMES = {
    roles.MANAGER: "overview:overview", roles.HEADQUARTERS: "overview:overview",
    roles.ADMINISTRATOR: "structure:settings", roles.CASHIER: "cashier:desk", roles.ACCOUNTANT: "books:trial",
    roles.TECHNICIAN: "phone:home", roles.GUARD: "phone:report",
}  # fmt: skip


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where a working day begins, by post."""
    return redirect(_own_screen(request))


@require_GET
@login_required
def bench(request: HttpRequest) -> HttpResponse:
    """Whoever may not search has no use for a workbench and is shown to his own screen."""
    if not may(request.user, "search.use"):
        return redirect(_own_screen(request))
    estate_id = shell.chosen_estate_id(request)
    context = {**_mine(request), "incidents": incidents_now(request.user, estate_id=estate_id)}
    context["desk"] = Intake(request, time.now())
    template = "desk/bench.html#desk" if request.headers.get("HX-Request") else "desk/bench.html"
    return render(request, template, context)


@require_GET
@needs("search.use")
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/bench.html#mine", _mine(request))


def _mine(request: HttpRequest) -> dict[str, Any]:
    estate_id = shell.chosen_estate_id(request)
    cases = my_cases(request.user, estate_id=estate_id)
    own = {case.pk for case in cases}
    steps = [step for step in waiting_steps(request.user, estate_id=estate_id) if step.case_id not in own]
    left = left_open(request.user, now=time.now()) if may(request.user, "cash.supervise") else []
    return {"cases": cases, "steps": labelled(steps), "left": left, "now": time.now()}


def _own_screen(request: HttpRequest) -> str:
    """The workbench for who takes calls, a butler's zone on the phone, else the screen of the highest post."""
    held = set(request.user.roles)
    if roles.BUTLER in held and "Mobile" in request.headers.get("User-Agent", ""):
        return "phone:zone"
    if not held & AT_DESKS:
        for role, screen in HOMES.items():
            if role in held:
                return screen
    return "desk:bench" if may(request.user, "search.use") else "notify:list"
