"""Setting up and changing the company, branches, estates, buildings, units and butler zones."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.indexing import forget_units, index_units
from guanjia.directory.places.models import Branch, Building, Company, Estate, Unit, Zone
from guanjia.engine.access import EVERYWHERE, Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, facts, record
from guanjia.kernel import room
from guanjia.kernel.errors import Forbidden, Refused

EDIT = "directory.edit"


@transaction.atomic
def rename_company(
    *, actor: Actor, now: datetime, company: Company, name: str, short_name: str = ""
) -> Company:
    """Needs the whole company in view."""
    require(actor, EDIT)
    _require_everywhere(actor)
    before = {"name": company.name, "short_name": company.short_name}
    company.name, company.short_name = _given(name, "name"), short_name.strip()
    _save(company, _("公司名称“%(name)s”已被使用。") % {"name": name})
    after = {"name": company.name, "short_name": company.short_name}
    record(actor=actor, now=now, verb="company.renamed", of=_owned(company), before=before, after=after)
    return company


@transaction.atomic
def create_branch(*, actor: Actor, now: datetime, name: str, key: str = "") -> Branch:
    """A level between company and estate. Refused when the name is taken."""
    require(actor, EDIT)
    _require_everywhere(actor)

    def make() -> Branch:
        return _create(
            Branch(company_id=actor.company_id, name=_given(name, "name")), actor, now, _("已有同名的区域。")
        )

    return once(Branch, key=key, verb="branch.create", actor=actor, now=now, make=make)


@transaction.atomic
def rename_branch(*, actor: Actor, now: datetime, branch: Branch, name: str) -> Branch:
    require(actor, EDIT)
    _require_everywhere(actor)
    return _rename(Branch, branch, actor, now, name, _("已有同名的区域。"))


@transaction.atomic
def create_estate(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    branch: Branch | None = None,
    address: str = "",
    hotline: str = "",
    handed_over_on: date | None = None,
    key: str = "",
) -> Estate:
    """Open an estate. Refused when its code or name is taken."""
    require(actor, EDIT)
    _require_everywhere(actor)

    def make() -> Estate:
        estate = Estate(
            company_id=actor.company_id,
            branch=branch,
            code=_given(code, "code"),
            name=_given(name, "name"),
            address=address,
            hotline=hotline,
            handed_over_on=handed_over_on,
        )
        return _create(estate, actor, now, _("项目代码或名称已被使用。"))

    return once(Estate, key=key, verb="estate.create", actor=actor, now=now, make=make)


@transaction.atomic
def rename_estate(*, actor: Actor, now: datetime, estate: Estate, name: str) -> Estate:
    require(actor, EDIT)
    return _rename(Estate, estate, actor, now, name, _("已有同名的项目。"))


@transaction.atomic
def create_building(
    *, actor: Actor, now: datetime, estate: Estate, name: str, order: int = 0, key: str = ""
) -> Building:
    """`3栋`, `3号楼` and `3` are the same building. Refused when it is there."""
    require(actor, EDIT)
    _require_here(actor, estate)

    def make() -> Building:
        building = Building(**_home(estate), name=room.building_of(_given(name, "name")), order=order)
        return _create(building, actor, now, _("这个项目里已有同名的楼栋。"))

    return once(Building, key=key, verb="building.create", actor=actor, now=now, make=make)


@transaction.atomic
def rename_building(*, actor: Actor, now: datetime, building: Building, name: str) -> Building:
    """The keys of its units follow."""
    require(actor, EDIT)
    building = _rename(
        Building, building, actor, now, room.building_of(name), _("这个项目里已有同名的楼栋。")
    )
    units = list(building.units.filter(retired_at=None).select_related("building"))
    for unit in units:
        with change(unit, actor=actor, now=now, verb="unit.rekeyed"):
            unit.key = room.Room(building.name, unit.entrance, unit.number).key
    index_units(units)
    return building


@transaction.atomic
def create_unit(
    *,
    actor: Actor,
    now: datetime,
    building: Building,
    number: str,
    entrance: str = "",
    kind: str = Unit.Kind.FLAT,
    status: str = Unit.Status.VACANT,
    area: Decimal | None = None,
    handed_over_on: date | None = None,
    zone: Zone | None = None,
    key: str = "",
) -> Unit:
    """Refused when the building has that room already, or the number cannot be read."""
    require(actor, EDIT)
    _require_here(actor, building.estate)

    def make() -> Unit:
        try:
            place = room.from_parts(building.name, entrance, number)
        except room.Unclear:
            raise Refused(_("认不出房号“%(text)s”。") % {"text": number}, field="number") from None
        unit = Unit(
            **_home(building.estate),
            building=building,
            zone=zone,
            entrance=place.entrance,
            floor=place.floor,
            number=place.number,
            key=place.key,
            kind=kind,
            status=status,
            area=area,
            handed_over_on=handed_over_on,
        )
        _create(unit, actor, now, _("已有房产“%(key)s”。") % {"key": place.key})
        index_units([unit])
        return unit

    return once(Unit, key=key, verb="unit.create", actor=actor, now=now, make=make)


@transaction.atomic
def edit_unit(*, actor: Actor, now: datetime, unit: Unit, **values: Any) -> Unit:
    """Set area, kind, handed_over_on, note or zone."""
    require(actor, EDIT)
    unknown = set(values) - {"area", "kind", "handed_over_on", "note", "zone"}
    if unknown:
        raise TypeError(f"not to be edited: {sorted(unknown)}")
    unit = _locked(Unit, actor, unit)
    with change(unit, actor=actor, now=now, verb="unit.edited"):
        for name, value in values.items():
            setattr(unit, name, value)
    index_units([unit])
    return unit


@transaction.atomic
def set_unit_status(*, actor: Actor, now: datetime, unit: Unit, status: str) -> Unit:
    """Vacant, occupied, renovating, let."""
    require(actor, EDIT)
    unit = _locked(Unit, actor, unit)
    with change(unit, actor=actor, now=now, verb="unit.status_set"):
        unit.status = Unit.Status(status)
    return unit


@transaction.atomic
def retire_unit(*, actor: Actor, now: datetime, unit: Unit) -> Unit:
    """Take a unit out of use; its history stays. Refused while somebody lives there."""
    require(actor, EDIT)
    unit = _locked(Unit, actor, unit)
    if unit.occupancies.filter(retired_at=None).exclude(until__lt=now.date()).exists():
        raise Refused(_("“%(unit)s”还有人在住或登记着业主，请先结束入住关系。") % {"unit": unit})
    with change(unit, actor=actor, now=now, verb="unit.retired"):
        unit.retired_at = now
    forget_units([unit.pk])
    return unit


@transaction.atomic
def create_zone(
    *, actor: Actor, now: datetime, estate: Estate, name: str, butler: Any = None, key: str = ""
) -> Zone:
    require(actor, EDIT)
    _require_here(actor, estate)

    def make() -> Zone:
        zone = Zone(**_home(estate), name=_given(name, "name"), butler=butler)
        return _create(zone, actor, now, _("这个项目里已有同名的片区。"))

    return once(Zone, key=key, verb="zone.create", actor=actor, now=now, make=make)


@transaction.atomic
def rename_zone(*, actor: Actor, now: datetime, zone: Zone, name: str) -> Zone:
    require(actor, EDIT)
    return _rename(Zone, zone, actor, now, name, _("这个项目里已有同名的片区。"))


@transaction.atomic
def appoint_butler(*, actor: Actor, now: datetime, zone: Zone, butler: Any) -> Zone:
    """`butler`: a member of staff, or None."""
    require(actor, EDIT)
    zone = _locked(Zone, actor, zone)
    with change(zone, actor=actor, now=now, verb="zone.butler_appointed"):
        zone.butler = butler
    return zone


@transaction.atomic
def assign_zone(*, actor: Actor, now: datetime, zone: Zone | None, units: Iterable[Unit]) -> int:
    """Put units into a zone (None: out of any). Returns how many changed."""
    require(actor, EDIT)
    wanted = [unit.pk for unit in units]
    rows = (
        Unit.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk__in=wanted, retired_at=None)
    )
    moved = [unit for unit in rows if unit.zone_id != (zone.pk if zone else None)]
    if zone and any(unit.estate_id != zone.estate_id for unit in moved):
        raise Refused(_("片区和房产不在同一个项目。"))
    for unit in moved:
        with change(unit, actor=actor, now=now, verb="unit.zone_assigned"):
            unit.zone = zone
    return len(moved)


def _home(estate: Estate) -> dict[str, int]:
    return {"company_id": estate.company_id, "estate_id": estate.pk}


def _owned(company: Company) -> Company:
    company.company_id = company.pk
    return company


def _require_here(actor: Actor, estate: Estate) -> None:
    if estate.company_id != actor.company_id or estate.pk not in actor.estate_ids:
        raise Forbidden(_("这个项目不在您的管理范围内。"))


def _require_everywhere(actor: Actor) -> None:
    if actor.estate_ids is not EVERYWHERE:
        raise Forbidden(_("只有负责全公司的岗位才能这样做。"))


def _given(text: str, field: str) -> str:
    if not text.strip():
        raise Refused(_("请填写这一项。"), field=field)
    return text.strip()


def _locked[M: models.Model](model: type[M], actor: Actor, row: M) -> M:
    return model.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=row.pk)


def _save(row: models.Model, taken: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(taken, field="name", code="taken") from None


def _create[M: models.Model](row: M, actor: Actor, now: datetime, taken: str) -> M:
    _save(row, taken)
    record(actor=actor, now=now, verb=f"{row._meta.model_name}.created", of=row, after=facts(row))
    return row


def _rename[M: models.Model](model: type[M], row: M, actor: Actor, now: datetime, name: str, taken: str) -> M:
    row = _locked(model, actor, row)
    try:
        with transaction.atomic(), change(row, actor=actor, now=now, verb=f"{row._meta.model_name}.renamed"):
            row.name = _given(name, "name")
    except IntegrityError:
        raise Refused(taken, field="name", code="taken") from None
    return row
