"""The stream that keeps pages current, and who is writing where."""

import asyncio
from collections.abc import AsyncIterator

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from guanjia.engine.live.actions import signal
from guanjia.engine.live.hub import hub
from guanjia.engine.live.rules import Viewer
from guanjia.engine.ui.guards import signed_in

ALIVE_SECONDS = 20


@require_GET
def stream(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events for one open page. 204 tells a signed-out browser not to come back."""
    user = request.user
    if not user.is_authenticated:
        return HttpResponse(status=204)
    viewer = Viewer(staff=user.pk, company=user.company_id, estates=user.estate_ids)
    connection.close()
    response = StreamingHttpResponse(_events(viewer, request.headers.get("Last-Event-ID", "")))
    response["Content-Type"] = "text/event-stream; charset=utf-8"
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _events(viewer: Viewer, seen: str) -> AsyncIterator[str]:
    here = hub()
    with here.open(viewer, seen) as page:
        mark = "" if seen else f"id: {here.name}-{here.count}\n"
        yield f'retry: 3000\n{mark}data: {{"topic": "hello"}}\n\n'
        while True:
            try:
                signal = await asyncio.wait_for(page.waiting.get(), ALIVE_SECONDS)
            except TimeoutError:
                yield ": alive\n\n"
                continue
            if signal is None:
                return
            yield signal.line(here.name)


@require_POST
@login_required
def presence(request: HttpRequest) -> HttpResponse:
    """I am writing on this record: colleagues who have it open see my name."""
    me = signed_in(request)
    what = request.POST.get("what", "")[:60]
    signal(
        company_id=me.company_id,
        topic="presence",
        what=what,
        who=me.name,
        by=me.pk,
    )
    return HttpResponse(status=204)
