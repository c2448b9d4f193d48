"""Opening an estate, its buildings, rooms and zones, from the screen."""

import pytest

from guanjia.directory.places.models import Estate, Unit, Zone
from guanjia.directory.team.models import Department
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.params.actions import set_parameter
from guanjia.engine.params.models import ParameterValue


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.admin)
    return client


@pytest.fixture
def manager(cast, client):
    client.force_login(cast.manager)
    return client


def lines(*rows: str) -> dict[str, str]:
    """`1-2 flat 2 1 3 2`: one line of the form for each."""
    names = ("names", "kind", "entrances", "first_floor", "top_floor", "rooms")
    given = {"b-TOTAL_FORMS": str(len(rows)), "b-INITIAL_FORMS": "0"}
    for at, row in enumerate(rows):
        given |= {f"b-{at}-{name}": value.strip("_") for name, value in zip(names, row.split(), strict=True)}
    return given


def test_an_estate_is_opened_in_one_go(admin, cast, now):
    with acting_as(cast.admin):
        set_parameter(
            actor=cast.admin, now=now, name="repair.quoting", value=None, reason="试", estate=cast.estate
        )
    given = {
        "name": "云栖里", "code": "YX", "address": "转塘", "departments": ["service", "engineering"],
        "like": cast.estate.pk, "key": "one",
        **lines("1-2 flat 2 _ 3 2", "地下车库 parking _ _ _ 10", "_ flat _ _ _ _"),
    }  # fmt: skip
    page = admin.post("/settings/structure/estates/new/", given)
    assert page.status_code == 302, page.content.decode()
    with acting_as(system(None)):
        estate = Estate.objects.get(code="YX")
        assert Unit.objects.filter(estate=estate).count() == 34
        assert set(Department.objects.filter(estate=estate).values_list("code", flat=True)) == {
            "service", "engineering",
        }  # fmt: skip
    assert "云栖里" in admin.get(page["Location"]).text
    assert admin.post("/settings/structure/estates/new/", given)["Location"] == page["Location"]


def test_settings_of_the_sister_estate_come_along(admin, cast, now):
    with acting_as(cast.admin):
        from guanjia.engine.params.declared import declared

        name, parameter = next((k, p) for k, p in declared().items() if isinstance(p.default, bool))
        set_parameter(
            actor=cast.admin, now=now, name=name, value=not parameter.default, reason="试", estate=cast.estate
        )
    given = {"name": "云栖里", "code": "YX", "like": cast.estate.pk, **lines()}
    assert admin.post("/settings/structure/estates/new/", given).status_code == 302
    with acting_as(cast.admin):
        copied = ParameterValue.objects.get(estate__code="YX")
        assert (copied.key, copied.value) == (name, not parameter.default)


def test_a_wrong_line_says_why_and_keeps_the_rest(admin, cast):
    given = {"name": "云栖里", "code": "YX", **lines("9-1 flat 2 1 3 2")}
    page = admin.post("/settings/structure/estates/new/", given)
    assert page.status_code == 422 and "一行最多 60 栋" in page.text and "云栖里" in page.text
    taken = admin.post("/settings/structure/estates/new/", {"name": "云栖里", "code": "YG", **lines()})
    assert taken.status_code == 422 and "已被使用" in taken.text


def test_the_plan_is_counted_while_typing(manager):
    page = manager.post("/settings/structure/plan/", lines("1-3 flat 2 1 18 4"))
    assert "432" in page.text and "1-1-101" in page.text and "3-2-1804" in page.text


def test_a_manager_builds_in_his_estate_only(manager, cast):
    url = f"/settings/structure/estates/{cast.estate.pk}/buildings/new/"
    assert manager.post(url, lines("12 flat 1 1 2 2")).status_code == 302
    twice = manager.post(url, lines("12 flat 1 1 2 2"))
    assert twice.status_code == 422 and "12-1-101" in twice.text
    assert manager.post(url, lines()).status_code == 422
    assert manager.get(f"/settings/structure/estates/{cast.other_estate.pk}/").status_code == 404
    assert "负责全公司" in manager.get("/settings/structure/estates/new/").text


def test_a_building_is_drawn_and_rooms_come_and_go(manager, cast):
    url = f"/settings/structure/buildings/{cast.building.pk}/"
    assert "1501" in manager.get(url).text
    given = {"entrance": "2", "number": "1601", "kind": "flat", "status": "vacant", "key": "a"}
    assert manager.post(f"{url}units/new/", given).status_code == 302
    again = manager.post(f"{url}units/new/", given | {"key": "b"})
    assert again.status_code == 422 and "3-2-1601" in again.text
    with acting_as(cast.manager):
        unit = Unit.objects.get(key="3-2-1601")
    assert manager.post(f"/settings/structure/units/{unit.pk}/retire/").status_code == 302
    assert ">1601<" not in manager.get(url).text
    lived_in = manager.post(f"/settings/structure/units/{cast.unit.pk}/retire/")
    assert lived_in.status_code == 409 and "还有人在住" in lived_in.text


def test_a_zone_takes_entrances_and_gives_them_back(manager, cast):
    part = f"{cast.building.pk}:2"
    given = {"name": "西区", "butler": cast.butler.pk, "parts": [part], "key": "z"}
    page = manager.post(f"/settings/structure/estates/{cast.estate.pk}/zones/new/", given)
    assert page.status_code == 302
    with acting_as(cast.manager):
        zone = Zone.objects.get(name="西区")
        assert zone.butler == cast.butler and Unit.objects.get(pk=cast.unit.pk).zone == zone
    manager.post(f"/settings/structure/zones/{zone.pk}/", {"name": "西区", "parts": []})
    with acting_as(cast.manager):
        assert Unit.objects.get(pk=cast.unit.pk).zone is None
        assert Zone.objects.get(pk=zone.pk).butler is None


def test_names_of_company_and_branch(admin, manager, cast):
    admin.force_login(cast.admin)
    given = {"name": "阳光服务", "short_name": "阳光", "hotline": "95000"}
    assert admin.post("/settings/structure/company/", given).status_code == 302
    assert admin.post("/settings/structure/branches/new/", {"name": "浙北"}).status_code == 302
    assert admin.post("/settings/structure/branches/new/", {"name": "浙北"}).status_code == 422
    page = admin.get("/settings/structure/").text
    assert "阳光服务" in page and "浙北" in page and "95000" in page


def test_settings_show_what_one_may_open(client, cast):
    client.force_login(cast.admin)
    assert "公司与项目" in client.get("/settings/").text
    client.force_login(cast.technician)
    assert "没有您能设置的内容" in client.get("/settings/").text
