"""Telling open pages that something changed."""

import json
from collections.abc import Sequence
from functools import cache
from itertools import batched
from typing import Any

from django.apps import apps
from django.db import connection

CHANNEL = "guanjia_live"
ROOM = 7900  # bytes; PostgreSQL carries at most 8000 in a NOTIFY
MOST_STAFF = 500  # named in one of them


def signal(
    *,
    topic: str,
    company_id: int | None = None,
    estate_id: int | None = None,
    staff_ids: Sequence[int] = (),
    **data: Any,
) -> None:
    """Signal at commit (nothing at rollback) to the open pages of these people, one estate or a whole company.

    `data` is small and holds ids and words already fit for those people, no phone numbers; pages fetch the rest
    themselves, under their own rights. `company_id` is looked up from the estate when left out.
    """
    if company_id is None and estate_id is not None:
        company_id = company_of(estate_id)
    whole = {"topic": topic, "company": company_id, "estate": estate_id, "data": data}
    for few in batched(staff_ids, MOST_STAFF) if staff_ids else [None]:
        _send(whole | {"staff": few})


@cache
def company_of(estate_id: int) -> int:
    """An estate never changes its company."""
    estates = apps.get_model("places", "Estate").objects
    return int(estates.values_list("company_id", flat=True).get(pk=estate_id))


def _send(whole: dict[str, Any]) -> None:
    text = json.dumps(whole, ensure_ascii=False, default=str, separators=(",", ":"))
    if len(text.encode()) > ROOM:
        text = json.dumps(whole | {"data": {}}, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, text])
