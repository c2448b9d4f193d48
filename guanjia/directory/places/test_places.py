"""Setting up an estate; units under one key however they are written."""

from decimal import Decimal

import pytest

from guanjia.directory.places import actions
from guanjia.directory.places.models import Unit
from guanjia.directory.places.queries import status_counts, unit_with_people, units_named
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.search.index import find
from guanjia.kernel.errors import Forbidden, Refused


@pytest.fixture
def manager(cast, acting):
    with acting(cast.manager):
        yield cast.manager


@pytest.fixture
def building(manager, cast, now):
    return actions.create_building(actor=manager, now=now, estate=cast.estate, name="8号楼", order=8)


def test_a_unit_has_one_key_in_every_spelling(manager, building, now):
    unit = actions.create_unit(
        actor=manager, now=now, building=building, entrance="２单元", number="1501室", area=Decimal("90.5")
    )
    assert (unit.key, unit.floor, unit.spoken_address) == ("8-2-1501", 15, "8栋2单元1501")
    with pytest.raises(Refused, match="8-2-1501"):
        actions.create_unit(actor=manager, now=now, building=building, entrance="2", number="1501")
    assert [one.pk for one in units_named("821501", actor=manager)] == [unit.pk]
    assert {hit.title for hit in find("82150")} == {"8栋2单元1501"}


def test_renaming_a_building_rekeys_its_units(manager, building, now):
    actions.create_unit(actor=manager, now=now, building=building, number="101")
    actions.rename_building(actor=manager, now=now, building=building, name="9栋")
    assert Unit.objects.get(building=building).key == "9-101"
    assert {hit.title for hit in find("9-101")} == {"9栋101"}


def test_the_same_name_twice_is_refused_and_named(manager, building, cast, now):
    with pytest.raises(Refused, match="同名的楼栋") as refused:
        actions.create_building(actor=manager, now=now, estate=cast.estate, name="8栋")
    assert refused.value.field == "name"


def test_status_is_set_with_a_trace(manager, cast, now):
    actions.set_unit_status(actor=manager, now=now, unit=cast.unit, status="let")
    assert AuditEntry.objects.get(verb="unit.status_set").after == {"status": "let"}
    assert status_counts([cast.estate], actor=manager)["let"] == 1


def test_a_unit_with_people_is_not_retired(manager, cast, building, now):
    with pytest.raises(Refused, match="还有人在住"):
        actions.retire_unit(actor=manager, now=now, unit=cast.unit)
    empty = actions.create_unit(actor=manager, now=now, building=building, number="102")
    assert actions.retire_unit(actor=manager, now=now, unit=empty).retired_at == now
    assert find("8-102") == []


def test_zones_and_butlers(manager, cast, building, now):
    zone = actions.create_zone(actor=manager, now=now, estate=cast.estate, name="南区")
    actions.appoint_butler(actor=manager, now=now, zone=zone, butler=cast.butler)
    unit = actions.create_unit(actor=manager, now=now, building=building, number="103")
    assert actions.assign_zone(actor=manager, now=now, zone=zone, units=[unit]) == 1
    assert actions.assign_zone(actor=manager, now=now, zone=zone, units=[unit]) == 0
    assert unit_with_people(unit.pk, actor=manager).zone.butler == cast.butler


def test_only_the_whole_company_opens_estates(manager, cast, acting, now):
    with pytest.raises(Forbidden):
        actions.create_estate(actor=manager, now=now, code="NEW", name="新项目")
    with acting(cast.headquarters):
        made = actions.create_estate(actor=cast.headquarters, now=now, code="NEW", name="新项目", key="k")
        assert (
            actions.create_estate(actor=cast.headquarters, now=now, code="NEW", name="新项目", key="k")
            == made
        )
        branch = actions.create_branch(actor=cast.headquarters, now=now, name="浙江")
        assert (
            actions.rename_branch(actor=cast.headquarters, now=now, branch=branch, name="华东").name == "华东"
        )
        actions.rename_company(actor=cast.headquarters, now=now, company=cast.company, name="阳光服务")
        assert AuditEntry.objects.get(verb="company.renamed").after["name"] == "阳光服务"


def test_nothing_in_a_foreign_estate(manager, cast, now):
    with pytest.raises(Forbidden):
        actions.create_building(actor=manager, now=now, estate=cast.other_estate, name="1栋")


def test_the_desk_may_not_set_up(cast, acting, now):
    with acting(cast.desk), pytest.raises(Forbidden):
        actions.create_building(actor=cast.desk, now=now, estate=cast.estate, name="1栋")
