"""What the phone sends, turned into commands. The queue in the browser sends each with its key and its time."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Department, Staff
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import WorkOrder

Reader = Callable[[HttpRequest], Mapping[str, Any]]


def carry_out(request: HttpRequest, order: WorkOrder, verb: str, *, now: datetime) -> WorkOrder:
    """Do what the phone asks. Raises KeyError for an unknown verb, Refused as the commands do."""
    command, read = VERBS[verb]
    return command(
        order=order,
        actor=request.user,
        now=now,
        done_at=moment(request.POST.get("done_at", "")),
        key=request.POST.get("key", "")[:80],
        **read(request),
    )


def moment(text: str) -> datetime | None:
    """ISO text with a zone, as browsers write it; None for anything else."""
    try:
        read = parse_datetime(text)
    except ValueError:
        return None
    return read if read and read.tzinfo else None


def refusal(no: Refused) -> JsonResponse:
    """The reason, for the person to read: 403 when it is not his to do, else 409."""
    return JsonResponse(
        {"refused": str(no), "code": no.code}, status=403 if isinstance(no, Forbidden) else 409
    )


def _nothing(request: HttpRequest) -> dict[str, Any]:
    return {}


def _texts(*names: str) -> Reader:
    return lambda request: {name: request.POST.get(name, "")[:1000] for name in names}


def _lines(request: HttpRequest) -> dict[str, Any]:
    """Rows as JSON, or as equally long columns of an ordinary form."""
    if text := request.POST.get("lines"):
        try:
            rows = json.loads(text)
        except ValueError as fault:
            raise Refused(_("明细读不出来，请重新填写")) from fault
        return {
            "lines": [row for row in rows if isinstance(row, dict)][:50] if isinstance(rows, list) else []
        }
    names = ("kind", "name", "quantity", "measure", "unit_price")
    columns = {name: values for name in names if (values := request.POST.getlist(name))}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=False)]
    return {"lines": [row for row in rows if row.get("name", "").strip()][:50]}


def _photo(request: HttpRequest) -> dict[str, Any]:
    return {"kind": request.POST.get("kind", ""), "upload": request.FILES.get("photo")}


def _agreement(request: HttpRequest) -> dict[str, Any]:
    return {**_texts("how", "name")(request), "signature": request.FILES.get("signature")}


def _pause(request: HttpRequest) -> dict[str, Any]:
    until = moment(request.POST.get("until", ""))
    if until is None:
        raise Refused(_("请选择预计恢复时间"), field="until")
    agreed = request.POST.get("agreed") == "on"
    return {**_texts("reason", "words")(request), "until": until, "agreed": agreed}


def _transfer(request: HttpRequest) -> dict[str, Any]:
    """`to` is `staff-7` or `department-3`."""
    kind, _dash, pk = request.POST.get("to", "").partition("-")
    asked = int(pk) if pk.isdecimal() else 0
    colleague = Staff.objects.visible_to(request.user).filter(pk=asked).first() if kind == "staff" else None
    department = None
    if kind == "department":
        department = Department.objects.visible_to(request.user).filter(pk=asked).first()
    return {**_texts("reason")(request), "technician": colleague, "department": department}


def _completion(request: HttpRequest) -> dict[str, Any]:
    given = _texts("outcome", "result", "fault", "pay")(request)
    return {**given, "result": given["result"] or "fixed"}


def _line(request: HttpRequest) -> dict[str, Any]:
    text = request.POST.get("line", "")
    return {"line": int(text) if text.isdecimal() else 0}


VERBS: Mapping[str, tuple[Callable[..., WorkOrder], Reader]] = {
    "claim": (actions.claim_order, _nothing),
    "accept": (actions.accept_order, _nothing),
    "refuse": (actions.refuse_order, _texts("reason", "words")),
    "set_out": (actions.set_out, _nothing),
    "arrive": (actions.arrive, _nothing),
    "photo": (actions.add_photo, _photo),
    "quote": (actions.quote_order, _lines),
    "agree": (actions.agree_quote, _agreement),
    "decline": (actions.decline_quote, _texts("words")),
    "materials": (actions.add_materials, _lines),
    "strike": (actions.strike_material, _line),
    "pause": (actions.pause_order, _pause),
    "resume": (actions.resume_order, _nothing),
    "transfer": (actions.transfer_order, _transfer),
    "return": (actions.return_order, _texts("reason")),
    "make_safe": (actions.make_safe, _nothing),
    "complete": (actions.complete_order, _completion),
}
