"""The people of the homes that a disclosure names, with no more than it grants."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.directory.people.models import Occupancy, Phone
from guanjia.directory.people.queries import is_current
from guanjia.engine.access import Actor
from guanjia.engine.ui.shown import when
from guanjia.registers.disclosures.models import Disclosure
from guanjia.registers.vehicles.models import Vehicle

MARKS = 24
Plates = Mapping[int, list[str]]

# The data that can be granted: heading, and the cell of one person in one home.
KINDS: dict[str, tuple[Any, Callable[[Occupancy, Plates], str]]] = {
    "phone": (
        gettext_lazy("电话"),
        lambda one, plates: "、".join(str(each) for each in one.customer.phones.all()),
    ),
    "id_number": (gettext_lazy("证件号码"), lambda one, plates: one.customer.id_number),
    "since": (gettext_lazy("入住日期"), lambda one, plates: str(one.since or "")),
    "residents": (gettext_lazy("居住人数"), lambda one, plates: str(one.residents or "")),
    "vehicles": (gettext_lazy("车牌"), lambda one, plates: "、".join(plates.get(one.unit_id, ()))),
}


def people_of(granted: Disclosure, *, actor: Actor, on: date) -> list[Occupancy]:
    """Who lives in these homes or owns them on this day, with the phones in use. Two statements."""
    phones = Phone.objects.visible_to(actor).filter(retired_at=None).order_by("-is_primary", "id")
    rows = Occupancy.objects.visible_to(actor).filter(unit_id__in=granted.unit_ids, retired_at=None)
    rows = rows.select_related("customer", "unit__building").order_by("unit__sort_key", "id")
    return [one for one in rows.prefetch_related(Prefetch("customer__phones", phones)) if is_current(one, on)]


def drawn(granted: Disclosure, people: Iterable[Occupancy], *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Context of the sheet. At most one statement."""
    plates = _plates(granted, actor)
    kinds = [KINDS[code] for code in KINDS if code in granted.kinds]
    rows = [
        [one.unit, one.customer.name, one.get_role_display(), *(cell(one, plates) for _label, cell in kinds)]
        for one in people
    ]
    mark = _("仅供%(who)s · %(number)s · %(actor)s %(at)s") % {
        "who": granted.asked_by, "number": granted.number, "actor": actor.name, "at": when(now),
    }  # fmt: skip
    return {
        "granted": granted, "rows": rows, "marks": [mark] * MARKS, "size": "a4",
        "labels": [_("房号"), _("姓名"), _("身份"), *(label for label, _cell in kinds)],
        "signatures": [_("经办人"), _("接收人")],
        "document": {"title": _("客户资料提供表"), "number": "WY-KF-ZL-03", "version": "A/0",
                     "organisation": granted.estate.company.name},
    }  # fmt: skip


def _plates(granted: Disclosure, actor: Actor) -> Plates:
    found: dict[int, list[str]] = {}
    if "vehicles" in granted.kinds:
        cars = Vehicle.objects.visible_to(actor).filter(unit_id__in=granted.unit_ids, retired_at=None)
        for unit_id, plate in cars.order_by("plate").values_list("unit_id", "plate"):
            found.setdefault(unit_id, []).append(plate)
    return found
