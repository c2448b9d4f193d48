"""Laying out buildings by pattern; estates that change branch."""

import pytest

from guanjia.directory.places import actions
from guanjia.directory.places.models import Branch, Building, Unit
from guanjia.directory.places.rules import Block, Unclear, building_names, check, floors_skipped
from guanjia.directory.team.models import Appointment, Staff
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.search.index import find
from guanjia.kernel.errors import Forbidden, Refused, Stale


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1-3", ("1", "2", "3")),
        ("1-2栋、5号楼,A1~A2", ("1", "2", "5", "A1", "A2")),
        ("地下车库", ("地下车库",)),
        ("3 3", ("3",)),
    ],
)
def test_names_of_buildings(text, names):
    assert building_names(text) == names


@pytest.mark.parametrize("text", ["", "9-1", "1-999"])
def test_names_that_cannot_be(text):
    with pytest.raises(Unclear):
        building_names(text)


def test_floors_are_skipped_and_cellars_are_named():
    block = Block(("1",), "flat", 2, -1, 2, 2, floors_skipped("2"))
    assert [number for _entrance, _floor, number in block.places()] == ["B101", "B102", "101", "102"] * 2
    assert block.size == 8


def test_spaces_are_numbered_in_a_row():
    block = Block(("车库",), "parking", 0, None, None, 3)
    assert [number for *_, number in block.places()] == ["001", "002", "003"]
    with pytest.raises(Unclear):
        check(Block(("车库",), "parking", 2, None, None, 3))


def test_a_building_of_entrances_floors_and_rooms(cast, acting, now):
    blocks = [Block(("7", "8"), "flat", 2, 1, 3, 2), Block(("地下车库",), "parking", 0, None, None, 5)]
    with acting(cast.manager):
        built = actions.lay_out(actor=cast.manager, now=now, estate=cast.estate, blocks=blocks, key="k")
        assert (built.buildings, built.units) == (3, 29)
        again = actions.lay_out(actor=cast.manager, now=now, estate=cast.estate, blocks=blocks, key="k")
        assert again.units == 0
        unit = Unit.objects.get(estate=cast.estate, key="7-2-302")
        assert (unit.floor, unit.status, unit.kind) == (3, "vacant", "flat")
        entry = AuditEntry.objects.get(verb="unit.created", object_id=unit.pk)
        assert (entry.actor_name, entry.after["key"]) == (cast.manager.name, "7-2-302")
        assert [hit.title for hit in find("7-2-302")] == ["7栋2单元302"]


def test_a_room_that_is_there_refuses_the_whole_plan(cast, acting, now):
    with acting(cast.manager):
        before = Building.objects.count()
        with pytest.raises(Refused, match="3-2-1501"):
            actions.lay_out(
                actor=cast.manager, now=now, estate=cast.estate,
                blocks=[Block(("9", "3"), "flat", 2, 15, 15, 1)],
            )  # fmt: skip
        assert Building.objects.count() == before


def test_a_neighbours_estate_is_not_built_on(cast, acting, now):
    with acting(cast.manager), pytest.raises(Forbidden):
        actions.lay_out(actor=cast.manager, now=now, estate=cast.other_estate, blocks=[])


def test_staff_of_a_branch_see_the_estate_that_joins_it(cast, acting, now):
    with acting(cast.admin):
        branch = Branch.objects.create(company=cast.company, name="浙北")
        held = cast.elsewhere.appointments.get()
        Appointment.objects.create(company=cast.company, staff=cast.elsewhere, post=held.post, branch=branch)
        actions.edit_estate(actor=cast.admin, now=now, estate=cast.estate, branch=branch)
        assert cast.estate.pk in Staff.objects.get(pk=cast.elsewhere.pk).estates
        made = actions.create_estate(actor=cast.admin, now=now, code="N1", name="北苑", branch=branch)
        assert made.pk in Staff.objects.get(pk=cast.elsewhere.pk).estates
        actions.edit_estate(actor=cast.admin, now=now, estate=cast.estate, branch=None)
        assert cast.estate.pk not in Staff.objects.get(pk=cast.elsewhere.pk).estates


def test_code_and_branch_are_for_the_whole_company(cast, acting, now):
    with acting(cast.manager):
        actions.edit_estate(actor=cast.manager, now=now, estate=cast.estate, hotline="0571-88005678")
        with pytest.raises(Forbidden):
            actions.edit_estate(actor=cast.manager, now=now, estate=cast.estate, code="XX")
    with acting(cast.admin), pytest.raises(Refused) as no:
        actions.edit_estate(actor=cast.admin, now=now, estate=cast.estate, code="BS")
    assert no.value.field == "code"


def test_a_unit_is_not_overwritten(cast, acting, now):
    with acting(cast.manager):
        seen = cast.unit.version
        actions.edit_unit(actor=cast.manager, now=now, unit=cast.unit, version=seen, note="一")
        with pytest.raises(Stale):
            actions.edit_unit(actor=cast.manager, now=now, unit=cast.unit, version=seen, note="二")
