"""Pages of customers, units and incidents, and what may be changed there."""

from datetime import date

import pytest
from django.urls import reverse

from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.engine.access.models import Reveal
from guanjia.work.cases.models import Incident


def customer_url(desk):
    return reverse("desk:customer", args=[desk.owner.pk])


def test_everything_about_a_customer(client, desk, register, django_assert_max_num_queries):
    register(desk.desk, desk.estate, customer=desk.owner, unit=desk.unit)
    with django_assert_max_num_queries(12):
        html = client.get(customer_url(desk)).content.decode()
    assert "3栋2单元1501" in html and "厨房水管漏水" in html and "林管家" in html
    assert "13905710001" not in html


def test_everything_about_a_unit(client, desk, register, django_assert_max_num_queries):
    register(desk.desk, desk.estate, unit=desk.unit)
    with django_assert_max_num_queries(12):
        html = client.get(reverse("desk:unit", args=[desk.unit.pk])).content.decode()
    assert "王阿姨" in html and "厨房水管漏水" in html and "13905710001" not in html


def test_a_look_at_the_full_number_is_kept(client, desk, acting):
    with acting(desk.desk):
        phone = Phone.objects.get(customer=desk.owner)
    assert "13905710001" in client.post(reverse("desk:reveal", args=[phone.pk])).content.decode()
    with acting(desk.desk):
        assert Reveal.objects.get().actor_id == desk.desk.pk


@pytest.mark.parametrize("name", ["customers", "units", "incidents"])
def test_the_lists(client, desk, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert client.get(reverse(f"desk:{name}")).status_code == 200


def test_customers_are_found_in_their_list_by_phone_and_room(client, desk):
    for typed in ("0001", "3-2-1501", "wangayi"):
        assert "王阿姨" in client.get(reverse("desk:customers"), {"q": typed}).content.decode(), typed


def test_a_change_is_kept_in_the_history(client, desk):
    url = reverse("desk:edit_customer", args=[desk.owner.pk])
    version = client.get(url).context["form"]["version"].value()
    data = {"name": "王阿姨", "kind": "person", "tags": "独居 浙A12345", "is_key": "on", "note": "听力不好"}
    assert client.post(url, {**data, "version": version}).status_code == 302
    html = client.get(customer_url(desk)).content.decode()
    assert "听力不好" in html and "浙A12345" in html and "小李" in html
    assert "刚被别人改过" in client.post(url, {**data, "note": "别的", "version": version}).content.decode()


def test_a_phone_more_and_one_less(client, desk, acting):
    url = reverse("desk:phones", args=[desk.owner.pk])
    assert "不是完整的电话号码" in client.post(url, {"phones": "1390571"}).content.decode()
    assert client.post(url, {"phones": "0571-88001234-801 单位"}).status_code == 302
    with acting(desk.desk):
        phone = Phone.objects.get(customer=desk.owner, number="0571-88001234-801")
    client.post(reverse("desk:retire_phone", args=[phone.pk]))
    assert "1234" not in client.get(customer_url(desk)).content.decode().split("变更记录")[0]


def test_somebody_moves_in_and_out(client, desk, acting):
    url = reverse("desk:new_customer")
    data = {"name": "小赵", "kind": "person", "phones": "13800138000", "estate": desk.estate.pk,
            "room": "3栋2单元1501室", "role": "tenant"}  # fmt: skip
    assert client.post(url, data).status_code == 302
    with acting(desk.desk):
        home = Occupancy.objects.get(customer__name="小赵")
    assert home.role == "tenant" and home.unit_id == desk.unit.pk
    client.post(reverse("desk:end_home", args=[home.pk]), {"until": "2026-01-31"})
    with acting(desk.desk):
        assert Occupancy.objects.get(pk=home.pk).until == date(2026, 1, 31)
    html = client.get(reverse("desk:unit", args=[desk.unit.pk])).content.decode()
    assert html.index("以前住过的人") < html.index("小赵")


def test_doubles_are_merged_and_parted(client, desk, acting):
    client.post(reverse("desk:new_customer"), {"name": "王阿姨", "kind": "person", "phones": "13811112222"})
    with acting(desk.desk):
        double = Customer.objects.exclude(pk=desk.owner.pk).get(name="王阿姨")
    url = reverse("desk:merge_customer", args=[desk.owner.pk])
    assert f'value="{double.pk}"' in client.get(url).content.decode()
    client.post(url, {"gone": double.pk})
    assert "138****2222" in client.get(customer_url(desk)).content.decode()
    client.post(reverse("desk:unmerge_customer", args=[double.pk]))
    assert "138****2222" not in client.get(customer_url(desk)).content.decode()


def test_the_manager_edits_a_unit(client, desk):
    url = reverse("desk:edit_unit", args=[desk.unit.pk])
    assert client.get(url).status_code == 403
    client.force_login(desk.manager)
    data = {
        "status": "renovating",
        "kind": "flat",
        "area": "98.60",
        "zone": desk.zone.pk,
        "note": "钥匙在前台",
    }
    assert client.post(url, data).status_code == 302
    html = client.get(reverse("desk:unit", args=[desk.unit.pk])).content.decode()
    assert "装修中" in html and "钥匙在前台" in html


def test_an_incident_is_published_and_ended(client, desk, acting):
    data = {
        "estate": desk.estate.pk,
        "title": "电梯停运",
        "topic": "lift",
        "say": "维保人员已到场",
        "publish": "1",
    }
    assert client.post(reverse("desk:new_incident"), data).status_code == 403
    client.force_login(desk.supervisor)
    assert client.post(reverse("desk:new_incident"), data).status_code == 302
    with acting(desk.supervisor):
        incident = Incident.objects.get()
    assert "维保人员已到场" in client.get(reverse("desk:incident", args=[incident.pk])).content.decode()
    client.post(reverse("desk:end_incident", args=[incident.pk]))
    assert "维保人员已到场" not in client.get("/").content.decode()


@pytest.mark.parametrize("who", ["elsewhere", "outsider"])
def test_strangers_find_no_page(client, desk, who):
    client.force_login(getattr(desk, who))
    for name in ("customer", "edit_customer", "phones", "homes", "merge_customer"):
        assert client.get(reverse(f"desk:{name}", args=[desk.owner.pk])).status_code == 404, name
    assert client.get(reverse("desk:unit", args=[desk.unit.pk])).status_code == 404
    assert "王阿姨" not in client.get(reverse("desk:customers")).content.decode()


def test_who_only_looks_is_offered_no_change(client, desk):
    client.force_login(desk.technician)
    assert client.get(customer_url(desk)).status_code == 403
    client.force_login(desk.headquarters)
    assert client.get(customer_url(desk)).status_code == 200
