"""Activities of the demo: one that was, one to come."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from guanjia.directory.places.models import Unit
from guanjia.kernel.time import now


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    """A walk last month, and a class for children next week."""
    today = localdate(now())
    yield {"title": "重阳登高", "on": today - timedelta(days=30), "place": "北门集合"}
    yield {
        "title": "亲子烘焙课", "on": today + timedelta(days=9), "place": "会所二楼",
        "signup_until": now() + timedelta(days=7),
    }  # fmt: skip
