"""Telling open pages that something changed."""

import json
from typing import Any

from django.apps import apps
from django.db import connection

CHANNEL = "guanjia_live"
ROOM = 7900  # bytes; PostgreSQL carries at most 8000 in a NOTIFY


def signal(
    *,
    topic: str,
    company_id: int | None = None,
    estate_id: int | None = None,
    staff_id: int | None = None,
    **data: Any,
) -> None:
    """Signal at commit (nothing at rollback) to the open pages of one person, one estate or a whole company.

    `data` is small and holds ids and words already fit for those people, no phone numbers; pages fetch the rest
    themselves, under their own rights. `company_id` is looked up from the estate when left out.
    """
    if company_id is None and estate_id is not None:
        company_id = (
            apps.get_model("places", "Estate").objects.values_list("company_id", flat=True).get(pk=estate_id)
        )
    whole = {"topic": topic, "company": company_id, "estate": estate_id, "staff": staff_id, "data": data}
    text = json.dumps(whole, ensure_ascii=False, default=str, separators=(",", ":"))
    if len(text.encode()) > ROOM:
        text = json.dumps(whole | {"data": {}}, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, text])
