"""Drawing up the roll from who owns what on the day."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Unit
from guanjia.kernel.errors import Refused
from guanjia.work.votes.models import Vote, Voter, VoterHome
from guanjia.work.votes.rules import Head, Home, heads_of

NAMED = 5


def write_roll(vote: Vote, *, on: date, with_parking: bool) -> list[Voter]:
    """The voters with their homes, numbered in the order of the homes. Raises Refused while a home has no area."""
    units = list(_units(vote, with_parking))
    if not units:
        raise Refused(_("项目里没有可以表决的房屋"))
    if bare := [str(unit) for unit in units if unit.area is None]:
        said = {"count": len(bare), "some": "、".join(bare[:NAMED])}
        raise Refused(_("有 %(count)d 套房没有建筑面积，补齐后才能确定名册：%(some)s") % said)
    owners, names = _owners(vote, on)
    by_unit = {unit.pk: unit for unit in units}
    heads = heads_of(Home(unit.pk, unit.area, tuple(owners.get(unit.pk, ()))) for unit in units)  # type: ignore[arg-type]
    voters = Voter.objects.bulk_create(
        _voter(vote, number, head, names, by_unit) for number, head in enumerate(heads, 1)
    )
    VoterHome.objects.bulk_create(
        VoterHome(
            company_id=vote.company_id, estate_id=vote.estate_id, vote=vote, voter=voter, unit_id=home.unit,
            area=home.area,
        )
        for voter, head in zip(voters, heads, strict=True) for home in head.homes
    )  # fmt: skip
    return voters


def _units(vote: Vote, with_parking: bool) -> Any:
    rows = Unit.objects.filter(estate_id=vote.estate_id, retired_at=None).select_related("building")
    return (rows if with_parking else rows.exclude(kind=Unit.Kind.PARKING)).order_by("sort_key", "pk")


def _owners(vote: Vote, on: date) -> tuple[dict[int, list[int]], dict[int, str]]:
    rows = Occupancy.objects.filter(
        Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on),
        estate_id=vote.estate_id, role=Occupancy.Role.OWNER, retired_at=None,
    )  # fmt: skip
    owners: dict[int, list[int]] = defaultdict(list)
    names: dict[int, str] = {}
    for unit, customer, name in rows.order_by("pk").values_list("unit_id", "customer_id", "customer__name"):
        owners[unit].append(customer)
        names[customer] = name
    return owners, names


def _voter(vote: Vote, number: int, head: Head, names: dict[int, str], units: dict[int, Unit]) -> Voter:
    called = "、".join(names[one] for one in head.owners) or _("建设单位（未售或未登记业主）")
    homes = "、".join(str(units[home.unit]) for home in head.homes)
    return Voter(
        company_id=vote.company_id, estate_id=vote.estate_id, vote=vote, number=number, owners=list(head.owners),
        names=_cut(called, 300), homes_said=_cut(homes, 500), area=head.area,
    )  # fmt: skip


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
