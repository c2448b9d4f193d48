"""Stamps of the demo."""

from collections.abc import Iterator, Sequence
from typing import Any

from guanjia.directory.places.models import Unit
from guanjia.directory.team import roles
from guanjia.directory.team.models import Staff

STAMPS = (
    ("客户服务中心业务章", "business", roles.SUPERVISOR, "客服中心保险柜"),
    ("工程部章", "department", roles.SUPERVISOR, "客服中心保险柜"),
    ("管理处公章", "official", roles.MANAGER, "项目经理室保险柜"),
    ("管理处合同专用章", "contract", roles.MANAGER, "项目经理室保险柜"),
)


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    """Two with the supervisor, two with the manager."""
    if not units:
        return
    people = Staff.objects.filter(estates__contains=[units[0].estate_id], is_active=True).order_by("pk")
    for name, kind, post, place in STAMPS:
        yield {"name": name, "kind": kind, "keeper": people.filter(roles__contains=[post])[0], "place": place}
