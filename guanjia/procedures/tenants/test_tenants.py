"""Tenants as the manual tells it."""

from datetime import date, timedelta

import pytest

from guanjia.directory.people.models import Occupancy
from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.procedures.tenants.report import monthly
from guanjia.registers.tenants.models import Tenant
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

SAID = {
    "registered_by": "landlord", "tenant_name": "周先生", "tenant_id": "11010119900307707X",
    "tenant_phone": "13900000009", "persons": 2, "companions": "周太太", "since": "2026-11-18",
    "until": "2026-12-18", "landlord": "王阿姨",
}  # fmt: skip
SEEN = {"id_matches": True, "landlord_agrees": True, "landlord_way": "phone"}
KNOWN = {"desk_knows": True}


@pytest.fixture
def come(register, now):
    return lambda **more: register("tenants", now, answers={**SAID, **more}, words="房子出租了")


@pytest.fixture
def verify(acting, cast, signed, now):
    def verify(case, **said):
        with acting(cast.desk):
            return actions.complete_step(
                actor=cast.desk, now=now, case=case, step="verify", answers={**SEEN, **said},
                uploads=[("id_photos", signed()), ("tenant_signed", signed())],
            )  # fmt: skip

    return verify


@pytest.fixture
def tenant(acting, cast):
    def tenant():
        with acting(system(cast.company.pk)):
            return Tenant.objects.select_related("occupancy__customer").get()

    return tenant


def test_registered_desk_told_police_form_and_still_there(
    cast, come, verify, walk, waiting, due, tenant, told, at, now
):
    case = verify(come())
    assert waiting(case) == ["police", "tell_desk"]
    assert due(case, "tell_desk") == now + timedelta(minutes=10)
    one = tenant()
    assert (one.occupancy.role, one.occupancy.customer.name) == (Occupancy.Role.TENANT, "周先生")
    reported = {"police_on": "2026-11-18", "police_office": "文三路派出所"}
    case = walk(case, now, (cast.desk, "tell_desk", KNOWN), (cast.desk, "police", reported))
    assert (waiting(case), due(case, "check")) == (["check"], at("2026-12-18 09:00"))
    assert tenant().police_on == date(2026, 11, 18)
    later = at("2026-12-18 10:00")
    stays = {"still_there": "stays", "checked_how": "上门", "new_until": "2026-12-18"}
    with pytest.raises(Refused, match="晚于"):
        walk(case, later, (cast.butler, "check", stays))
    case = walk(case, later, (cast.butler, "check", {**stays, "new_until": "2027-12-18"}))
    assert (waiting(case), due(case, "check")) == (["check"], at("2027-12-18 09:00"))


def test_who_has_left_is_no_longer_at_home(cast, come, verify, walk, waiting, tenant, at, now):
    reported = {"police_on": "2026-11-18", "police_office": "文三路派出所"}
    case = walk(verify(come()), now, (cast.desk, "tell_desk", KNOWN), (cast.desk, "police", reported))
    later = at("2026-12-18 10:00")
    gone = {"still_there": "left", "checked_how": "电话", "left_on": "2026-12-17"}
    case = walk(case, later, (cast.butler, "check", gone))
    assert waiting(case) == ["tell_left"]
    assert tenant().retired_why == "已搬离" and tenant().occupancy.until == date(2026, 12, 17)
    with pytest.raises(Forbidden):
        walk(case, later, (cast.butler, "tell_left", KNOWN))
    assert walk(case, later, (cast.desk, "tell_left", KNOWN)).state == "closed"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"tenant_id": "110101199003077070"}, "证件号码不对"),
        ({"until": "2026-11-01"}, "租期止"),
        ({"until": "2026-11-17", "since": "2026-01-01"}, "租期止"),
        ({"persons": 0}, "居住人数"),
        ({"tenant_id": ""}, "证件号码"),
    ],
)
def test_what_is_not_right_is_not_registered(come, wrong, why):
    with pytest.raises(Refused, match=why):
        come(**wrong)


def test_not_without_the_landlords_word_the_papers_and_a_home(come, verify, register, now):
    case = come()
    with pytest.raises(Refused, match="出租人没有确认"):
        verify(case, landlord_agrees=False)
    with pytest.raises(Refused, match="证件与本人不符"):
        verify(case, id_matches=False)
    with pytest.raises(Refused, match="房号"):
        register("tenants", now, answers=SAID, unit=None)


def test_a_second_click_registers_nobody_twice(acting, cast, come, verify, tenant):
    case = come()
    verify(case)
    with pytest.raises(Stale):
        verify(case)
    assert tenant().persons == 2
    with acting(cast.manager):
        (row,) = monthly(Case.objects.filter(procedure="tenants"), None)
    assert (row["homes"], row["persons"], row["unreported"], row["left"]) == (1, 2, 1, 0)
