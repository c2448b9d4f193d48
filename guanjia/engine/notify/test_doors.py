"""Doors. Notices: everybody reads his own."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.notify.models import Notification
from guanjia.testing.doors import STAFF, Door

DOORS = {
    "list": Door(STAFF),
    "badge": Door(STAFF),
    "read_all": Door(STAFF, methods="POST"),
    "open": Door(STAFF, "notice", own=True),
}


def things(cast: Any, now: datetime) -> dict[str, Any]:
    with acting_as(cast.supervisor):
        notice = Notification.objects.create(
            company=cast.company, staff=cast.supervisor, kind="test", text="厨房水管漏水", link="/", at=now
        )
    return {"notice": notice}
