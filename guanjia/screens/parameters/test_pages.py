"""The settings page of parameters."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guanjia.engine.clock.actions import create_policy, ensure_shipped, publish_policy
from guanjia.engine.clock.models import ClockPolicy
from guanjia.engine.clock.targets import Target
from guanjia.engine.params import value
from guanjia.engine.params.actions import set_parameter
from guanjia.engine.params.models import ParameterValue
from guanjia.engine.sop import minutes

QUOTE = "repair.quoting"


@pytest.fixture
def here(cast):
    return f"?at=estate-{cast.estate.pk}"


def test_a_manager_sees_where_each_value_comes_from(client, cast, here):
    client.force_login(cast.manager)
    with CaptureQueriesContext(connection) as spent:
        page = client.get(reverse("parameters:list") + here)
    assert page.status_code == 200
    assert len(spent) <= 12
    for piece in ("报价", "2 小时（服务时间内计时）", "出厂默认", "阳光花园"):
        assert piece in page.text
    assert "碧水湾" not in page.text


def test_found_by_a_word(client, cast, here):
    client.force_login(cast.manager)
    page = client.get(reverse("parameters:list") + here + "&q=保修期", headers={"HX-Request": "true"})
    assert "防水保修期" in page.text
    assert "回访比例" not in page.text
    assert "<html" not in page.text


def test_changed_with_a_reason_and_inherited_again(client, acting, cast, here, now):
    client.force_login(cast.manager)
    address = reverse("parameters:parameter", args=[QUOTE]) + here
    given = {"value": "45", "unit": "minutes", "calendar": "always", "reason": "客户嫌慢", "key": "a"}
    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 302
    with acting(cast.manager):
        row = ParameterValue.objects.get()
        assert value(QUOTE, estate=cast.estate, now=row.since) == minutes(45)
    page = client.get(address).text
    assert "客户嫌慢" in page
    assert "45 分钟" in page
    assert "这里改过 1 项" in client.get(reverse("parameters:list") + here).text
    again = client.post(address, {**given, "inherit": "on", "reason": "恢复", "key": "b"})
    assert again.status_code == 302
    with acting(cast.manager):
        assert value(QUOTE, estate=cast.estate, now=ParameterValue.objects.latest("pk").since) != minutes(45)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("repair.followup_share", {"value": "50"}),
        ("complaint.consent.by", {"value": ["manager"]}),
        ("repair.warranty_pipes", {"value": "3"}),
    ],
)
def test_every_kind_can_be_set(client, acting, cast, here, name, given):
    client.force_login(cast.manager)
    answer = client.post(reverse("parameters:parameter", args=[name]) + here, {**given, "reason": "试行"})
    assert answer.status_code == 302
    with acting(cast.manager):
        assert ParameterValue.objects.filter(key=name, estate=cast.estate).exists()


def test_what_is_wrong_stands_at_its_field(client, cast, here):
    client.force_login(cast.manager)
    address = reverse("parameters:parameter", args=["repair.followup_share"]) + here
    page = client.post(address, {"value": "101", "reason": ""})
    assert page.status_code == 200
    assert len(page.context["form"].errors) == 2


def test_who_may_not(client, cast, here):
    for person, status in ((cast.desk, 403), (cast.outsider, 404), (cast.elsewhere, 403)):
        client.force_login(person)
        assert client.get(reverse("parameters:list") + here).status_code == status
    client.force_login(cast.manager)
    assert client.get(reverse("parameters:list") + "?at=company").status_code == 404
    assert client.get(reverse("parameters:parameter", args=["repair.none"])).status_code == 404


def test_the_whole_company_is_for_those_in_charge_of_it(client, cast):
    client.force_login(cast.admin)
    page = client.get(reverse("parameters:list"))
    assert "全公司" in page.text
    assert "碧水湾" in page.text


def test_the_standard_of_one_estate_for_another(client, acting, cast, now):
    with acting(cast.headquarters):
        set_parameter(
            actor=cast.headquarters, now=now, name=QUOTE, value={"amount": 45, "unit": "minutes", "calendar": "always"},
            estate=cast.estate, reason="样板项目",
        )  # fmt: skip
    client.force_login(cast.headquarters)
    address = f"{reverse('parameters:copy')}?to=estate-{cast.other_estate.pk}&from=estate-{cast.estate.pk}"
    page = client.get(address).text
    assert "45 分钟" in page and "2 小时（服务时间内计时）" in page
    assert "请至少选择一项" in client.post(address, {"reason": "统一标准", "key": "a"}).text
    given = {"names": [QUOTE], "reason": "统一标准", "key": "a"}
    done = client.post(address, given, follow=True).text
    assert "已照“阳光花园”设置 1 项参数" in done
    assert "完全一样" in client.get(address).text
    with acting(cast.headquarters):
        row = ParameterValue.objects.get(estate=cast.other_estate)
        assert (row.value["amount"], row.reason) == (45, "统一标准")
    client.force_login(cast.manager)  # who has no other estate to copy to
    assert client.get(address).status_code == 404


def test_the_deadlines_go_along(client, acting, cast, as_system, now):
    ensure_shipped(company_id=cast.company.pk, now=now)
    with acting(cast.admin):
        rules = ClockPolicy.objects.get(code="complaint").current.parsed
        slow = [replace(rules[0], targets={"reply": Target(30 * 60)}), *rules[1:]]
        create_policy(
            actor=cast.admin, now=now, code="complaint", name="投诉", rules=slow, estate=cast.estate
        )
    address = f"{reverse('parameters:copy')}?to=estate-{cast.other_estate.pk}&from=estate-{cast.estate.pk}"
    given = {"policies": ["complaint"], "reason": "统一标准", "key": "p"}
    client.force_login(cast.headquarters)  # who sets parameters, but no deadlines
    assert "30 分钟" not in client.get(address).text and client.post(address, given).status_code == 200
    client.force_login(cast.admin)
    assert "30 分钟" in client.get(address).text
    assert "已照“阳光花园”设置 1 个时限标准" in client.post(address, given, follow=True).text
    with acting(cast.admin):
        made = ClockPolicy.objects.get(code="complaint", estate=cast.other_estate)
        assert made.current.parsed == slow
        publish_policy(actor=cast.admin, now=now, policy=made, rules=rules, seen=1)
    client.post(address, {**given, "key": "q"})
    with acting(cast.admin):
        assert ClockPolicy.objects.get(pk=made.pk).current.number == 3
    assert "完全一样" in client.get(address).text
