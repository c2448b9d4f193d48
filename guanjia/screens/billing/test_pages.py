"""The pages about bills, from the price to the paper, as 钱会计 and 陈经理 use them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.kernel import time
from guanjia.work.billing import actions, running
from guanjia.work.billing.models import BillingRun, Reduction, TariffVersion
from guanjia.work.ledger.models import Charge, Tariff


@pytest.fixture
def clerk(client, cast):
    client.force_login(cast.accountant)
    return client


@pytest.fixture
def fee(cast, acting):
    us = {"actor": cast.accountant, "now": time.now()}
    with acting(cast.accountant):
        tariff = actions.create_tariff(code="gwy", name="管理费", estate=cast.estate, **us)
        actions.add_version(tariff=tariff, since=date(2024, 1, 1), method="area", price=Decimal("2.80"), **us)
    return tariff


@pytest.fixture
def run(clerk, cast, fee, acting):
    values = {"estates": [cast.estate.pk], "tariffs": [fee.pk], "start": "2026-10", "months": "1"}
    answer = clerk.post(reverse("billing:new_run"), values)
    assert answer.status_code == 302, answer.text
    with acting(cast.accountant):
        return BillingRun.objects.get()


@pytest.fixture
def bill(clerk, run, cast, acting):
    running.draft(run.pk)
    clerk.post(reverse("billing:act", args=[run.pk, "publication"]), {"sure": "yes"})
    running.publish(run.pk)
    with acting(cast.accountant):
        return Charge.objects.get()


def text_of(client, name, *args, **asked):
    with CaptureQueriesContext(connection) as spent:
        answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, answer.status_code
    assert len(spent) <= 12, [each["sql"][:90] for each in spent]
    return answer.content.decode()


def test_from_draft_to_published(clerk, run, cast, acting):
    assert "计算中" in text_of(clerk, "billing:run", run.pk)
    running.draft(run.pk)
    assert clerk.get(reverse("billing:progress", args=[run.pk]), headers={"HX-Request": "true"})["HX-Refresh"]
    page = text_of(clerk, "billing:run", run.pk)
    assert "发布 1 笔账单" in page
    assert "98.60㎡ × ¥2.80 × 1个月" in text_of(clerk, "billing:lines", run.pk)
    unsure = clerk.post(reverse("billing:act", args=[run.pk, "publication"]), follow=True)
    assert "我已核对" in unsure.text
    clerk.post(reverse("billing:act", args=[run.pk, "publication"]), {"sure": "yes"})
    running.publish(run.pk)
    runs = text_of(clerk, "billing:runs")
    assert "已发布" in runs and '<td class="fees">管理费</td>' in runs
    assert "管理费 2026-10" in text_of(clerk, "billing:charges")


def test_why_there_is_no_bill(clerk, run, cast, acting):
    with acting(system(None)):
        cast.unit.area = None
        cast.unit.save()
    running.draft(run.pk)
    page = text_of(clerk, "billing:run", run.pk)
    assert "没有建筑面积" in page
    assert "在房产档案里填建筑面积" in page
    assert "没有建筑面积" in text_of(clerk, "billing:lines", run.pk, silent="1", reason="no_area")


def test_a_bill_explains_itself_and_is_credited(clerk, bill, cast, acting):
    page = text_of(clerk, "billing:charge", bill.pk)
    for words in ("98.60㎡ × ¥2.80 × 1个月", "王阿姨", "应收账款", "冲减并重开"):
        assert words in page
    clerk.post(
        reverse("billing:credit", args=[bill.pk]), {"credit-reason": "面积错了", "credit-amount": "76.08"}
    )
    assert "面积错了" in text_of(clerk, "billing:charge", bill.pk)
    answer = clerk.post(
        reverse("billing:replace", args=[bill.pk]),
        {"replace-reason": "写了很久的原因", "replace-amount": "-3"},
    )
    assert answer.status_code == 422 and "要大于零" in answer.text and "写了很久的原因" in answer.text
    again = clerk.post(
        reverse("billing:credit", args=[bill.pk]), {"credit-reason": "还要再减", "credit-amount": "9999"}
    )
    assert again.status_code == 422 and "最多 ¥" in again.text and 'value="还要再减"' in again.text


def test_the_late_fee_is_shown_as_of_any_day(clerk, bill, cast):
    """276.08 × 5/10000 a day from the day after it was due; nothing within the grace; nonsense is no day."""
    address = reverse("billing:charge", args=[bill.pk])
    for days, fee in ((30, "¥0.00"), (100, "¥13.80")):
        until = bill.due_on + timedelta(days=days)
        assert f"到 {until} 还不缴，违约金为 {fee}" in clerk.get(address, {"until": str(until)}).text
    for nonsense in ("2026-02-30", "x", "9" * 40):
        assert "还不缴" not in clerk.get(address, {"until": nonsense}).text


def test_the_notice_on_paper(clerk, bill, cast):
    page = text_of(clerk, "billing:notice", cast.unit.pk)
    for words in ("缴费通知单", "3栋2单元1501", "管理费 2026-10", "合计应缴", "paper-a5l"):
        assert words in page


def test_a_single_charge(clerk, cast, fee, acting):
    values = {
        "estate": cast.estate.pk, "room": "3-2-1501", "tariff": fee.pk, "text": "换锁", "amount": "80", "due_days": 7,
    }  # fmt: skip
    address = reverse("billing:new_charge")
    assert "没有“9-9-999”" in clerk.post(address, {**values, "room": "9-9-999"}).text
    assert "大于零" in clerk.post(address, {**values, "amount": "-1"}).text
    assert clerk.post(address, values).status_code == 302
    with acting(cast.accountant):
        assert Charge.objects.get().customer == cast.owner


def test_a_fee_gets_its_price(clerk, cast, acting):
    answer = clerk.post(
        reverse("billing:new_tariff"),
        {"name": "水费", "code": "sf", "kind": "metered", "estate": cast.estate.pk},
    )
    assert answer.status_code == 302, answer.text
    with acting(cast.accountant):
        tariff = Tariff.objects.get()
    address = reverse("billing:new_version", args=[tariff.pk])
    assert clerk.get(address).status_code == 200
    values = {
        "estate": cast.estate.pk, "since": "2026-01-01", "method": "metered", "meter_kind": "cold_water",
        "steps": "17 2.60\n3.50", "cycle": "month", "payer": "owner", "rounding": "TO_FEN", "due_from": "start",
        "due_days": 0, "due_day": 15,
    }  # fmt: skip
    assert "最多两个数" in clerk.post(address, {**values, "steps": "1 2 3"}).text
    assert "阶梯写法不对" in clerk.post(address, {**values, "steps": "17 2.60"}).text
    assert clerk.post(address, values).status_code == 302
    assert "≤17 ¥2.60、¥3.50" in text_of(clerk, "billing:tariffs")
    assert "≤17 ¥2.60" in text_of(clerk, "billing:tariff", tariff.pk)
    with acting(cast.accountant):
        assert TariffVersion.objects.get().due_day == 15


def test_a_unit_is_listed_for_a_fee(clerk, cast, fee):
    values = {
        "unit-estate": cast.estate.pk,
        "unit-room": "3-2-1501",
        "unit-since": "2026-01-01",
        "unit-quantity": "2",
    }
    answer = clerk.post(reverse("billing:list_unit", args=[fee.pk]), values, follow=True)
    assert "3栋2单元1501" in answer.text
    wrong = clerk.post(reverse("billing:list_unit", args=[fee.pk]), {**values, "unit-room": "1-1-1"})
    assert wrong.status_code == 422 and "没有“1-1-1”这个房号" in wrong.text and 'value="1-1-1"' in wrong.text


def test_a_reduction_waits_for_another_person(clerk, client, cast, acting):
    values = {
        "estate": cast.estate.pk, "room": "3-2-1501", "kind": "vacant", "percent": "30", "since": "2026-01-01",
        "reason": "空置",
    }  # fmt: skip
    assert clerk.post(reverse("billing:new_reduction"), values).status_code == 302
    assert "等另一位有权限的同事" in text_of(clerk, "billing:approvals")
    client.force_login(cast.manager)
    assert "同意" in text_of(client, "billing:approvals")
    with acting(cast.manager):
        asked = Reduction.objects.get()
    client.post(reverse("billing:decide_reduction", args=[asked.pk]), {"approve": "yes"})
    with acting(cast.manager):
        asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("approved", cast.manager)


def test_the_cashier_sees_bills_but_no_runs(client, cast, bill):
    client.force_login(cast.cashier)
    assert "冲减并重开" not in text_of(client, "billing:charge", bill.pk)
    assert client.get(reverse("billing:runs")).status_code == 403
