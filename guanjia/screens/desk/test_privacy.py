"""Who looked at numbers, what the customer agreed to, tenants by the month, and where a day begins."""

from datetime import date

import pytest
from django.urls import reverse

from guanjia.directory.people.actions import reveal_phone, start_occupancy
from guanjia.directory.people.merging import merge_customers
from guanjia.directory.people.models import Customer
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.screens.desk.tenants import months_of


def test_a_look_at_a_number_is_listed(client, cast, now):
    with acting_as(cast.desk):
        reveal_phone(actor=cast.desk, now=now, phone=cast.owner.phones.get(), reason="回电")
    client.force_login(cast.manager)
    page = client.get(reverse("desk:reveals")).text
    assert cast.desk.name in page and "王阿姨" in page and "回电" in page
    assert cast.desk.name in client.get(reverse("desk:reveals_of", args=[cast.owner.pk])).text
    client.force_login(cast.elsewhere)
    assert client.get(reverse("desk:reveals")).status_code == 403


def test_consent_is_written_down_with_its_purpose(client, cast):
    client.force_login(cast.desk)
    given = {"name": "王阿姨", "kind": "person", "consent_on": "2026-11-01", "consent_how": "signed"}
    page = client.post(reverse("desk:edit_customer", args=[cast.owner.pk]), given)
    assert page.status_code == 422 and "同意把信息用在哪里" in page.text
    client.post(reverse("desk:edit_customer", args=[cast.owner.pk]), given | {"consent_for": "报修联系"})
    assert "报修联系" in client.get(reverse("desk:customer", args=[cast.owner.pk])).text


def test_a_unit_is_not_overwritten_from_an_old_page(client, cast):
    client.force_login(cast.manager)
    given = {"status": "let", "kind": "flat", "note": "钥匙在前台", "version": cast.unit.version}
    url = reverse("desk:edit_unit", args=[cast.unit.pk])
    assert client.post(url, given).status_code == 302
    again = client.post(url, given)
    assert again.status_code == 422 and "刚被别人改过" in again.text


def test_tenants_come_and_go_by_the_month(client, cast, now):
    with acting_as(cast.manager):
        start_occupancy(
            actor=cast.manager, now=now, customer=cast.owner, unit=cast.unit, role="tenant",
            since=date(2026, 9, 10), until=date(2026, 10, 31),
        )  # fmt: skip
        [year] = months_of(cast.manager, today=date(2026, 11, 21))
    told = {f"{month.first:%m}": (month.came, month.left, month.living) for month in year.months}
    assert (told["11"], told["10"], told["09"], told["08"]) == ((0, 0, 0), (0, 1, 0), (1, 0, 1), (0, 0, 0))
    client.force_login(cast.manager)
    assert "王阿姨" in client.get(reverse("desk:tenants")).text
    assert "2026" in client.get(reverse("desk:tenant_months")).text
    file = client.get(reverse("desk:tenant_months") + "?export=xlsx")
    assert file.status_code == 200 and "spreadsheetml" in file["Content-Type"]


def test_a_merge_takes_along_what_lies_out_of_reach(cast, now):
    with acting_as(system(cast.company.pk)):
        double = Customer.objects.create(company=cast.company, name="王阿姨")
        from guanjia.directory.people.models import Occupancy
        from guanjia.directory.places.models import Building, Unit

        here = {"company": cast.company, "estate": cast.other_estate}
        building = Building.objects.create(**here, name="1")
        far = Unit.objects.create(**here, building=building, number="101", key="1-101")
        Occupancy.objects.create(**here, unit=far, customer=double)
        Occupancy.objects.create(company=cast.company, estate=cast.estate, unit=cast.unit, customer=double)
    with acting_as(cast.manager):
        merge_customers(actor=cast.manager, now=now, keep=cast.owner, gone=double)
    with acting_as(system(cast.company.pk)):
        assert far.occupancies.get().customer_id == cast.owner.pk


@pytest.mark.parametrize(
    ("who", "where"),
    [("desk", "/"), ("manager", "/overview/"), ("headquarters", "/overview/"), ("admin", "/settings/"),
     ("technician", "/m/"), ("guard", "/m/report/"), ("cashier", "/cashier/"), ("accountant", "/books/")],
)  # fmt: skip
def test_a_day_begins_where_the_post_works(client, cast, who, where):
    client.force_login(getattr(cast, who))
    assert client.get("/home/")["Location"] == where
    assert client.get(where).status_code == 200


def test_a_butler_s_phone_opens_on_the_zone(client, cast):
    client.force_login(cast.butler)
    assert (
        client.get("/home/", headers={"user-agent": "Mozilla/5.0 (iPhone) Mobile/15E148"})["Location"]
        == "/m/zone/"
    )
