"""The resident pays on the phone; the provider calls; the accountant compares and settles."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.simulator import trades
from guanjia.channels.wallets.simulator.opening import notice_of
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.kernel.errors import Forbidden
from guanjia.screens.cashier.actions import show_code
from guanjia.testing.online import NOW, World
from guanjia.work.ledger.models import Charge
from guanjia.work.online import actions
from guanjia.work.online.models import Difference, OnlineOrder, OnlineRefund, Reconciliation
from guanjia.work.online.tokens import pay_address


@pytest.fixture(autouse=True)
def _unhurried():
    cache.clear()


@pytest.fixture
def world(cast, simulated):
    with acting_as(system(None)):
        return World(cast)


@pytest.fixture
def charges(world):
    with acting_as(system(None)):
        return [world.bill("98.60"), world.bill("10.40")]


@pytest.fixture
def link(cast, charges):
    with acting_as(system(cast.company.pk)):
        address = pay_address(estate=cast.estate, customer=cast.owner, unit=cast.unit, now=time.now())
    return reverse("online:choose", args=[address.rpartition("/")[2]])


def seen(model, **where):
    with acting_as(system(None)):
        return model.objects.get(**where)


def choose(client, link, charges, provider="wechat", key="k1"):
    return client.post(link, {"charges": [each.pk for each in charges], "provider": provider, "key": key})


def simulator_of(order: OnlineOrder) -> str:
    return order.code_url.partition("/q/")[2].join(["/q/", ""])


@pytest.mark.parametrize("provider", ["wechat", "alipay"])
def test_a_resident_pays_on_the_phone(provider, client, link, charges):
    page = client.get(link).content.decode()
    assert "物业费 2026-01" in page and "¥109.00" in page
    for secret in ("王阿姨", "13905710001", "1501"):
        assert secret not in page
    assert "王**" in page and "3-2-15**" in page
    sent = choose(client, link, charges[:1], provider)
    order = seen(OnlineOrder)
    assert (sent.status_code, order.amount) == (302, Decimal("98.60"))
    waiting = client.get(sent["Location"]).content.decode()
    assert "<svg" in waiting and "every 3s" in waiting
    assert "98.60" in client.get(simulator_of(order)).content.decode()
    assert "付款成功" in client.post(simulator_of(order)).content.decode()
    paid = client.get(sent["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "付款成功" in paid and "SJ" in paid and "every 3s" not in paid
    assert "物业费 2026-01" not in client.get(link).content.decode()


def test_pressing_twice_is_one_order(client, link, charges):
    first, second = choose(client, link, charges), choose(client, link, charges)
    assert first["Location"] == second["Location"]


def test_nothing_chosen_and_paid_meanwhile(client, link, charges, cast, world):
    assert "请至少选一笔费用" in client.post(link, {"provider": "wechat"}).content.decode()
    with acting_as(system(cast.company.pk)):
        world.tell(world.pay(world.order(charges[0], now=time.now()), now=time.now()), now=time.now())
    answer = choose(client, link, charges)
    assert answer.status_code == 422
    assert seen(OnlineOrder).state == "paid"


def test_a_lost_notice_is_asked_for(client, link, charges, cast):
    choose(client, link, charges)
    order = seen(OnlineOrder)
    client.post(simulator_of(order), {"lost": "1"})
    assert seen(OnlineOrder).state == "created"
    with acting_as(system(cast.company.pk)):
        actions.look_after(now=time.now(), order=order)
    assert seen(OnlineOrder).state == "paid"


def test_forged_old_and_foreign_links_are_told_calmly(
    client, link, cast, charges, django_assert_max_num_queries
):
    with django_assert_max_num_queries(1):
        assert client.get(link[:-2]).status_code == 404
    with time.shifted(timedelta(days=31)):
        assert client.get(link).status_code == 410
    choose(client, link, charges)
    with acting_as(system(cast.company.pk)):
        other = pay_address(estate=cast.estate, unit=cast.unit, now=time.now()).rpartition("/")[2]
    number = seen(OnlineOrder).out_trade_no
    assert client.get(reverse("online:paying", args=[other, number])).status_code == 404


def test_hammering_is_slowed_down(client, link):
    assert {client.get(link).status_code for _each in range(70)} == {200, 429}


def notify(order, *, forge=False, company=None, now=None):
    now = now or time.now()
    with acting_as(system(None)):
        trade = trades.pay(SimulatedTrade.objects.get(out_trade_no=order.out_trade_no), now=now)
        headers, body = notice_of(trade, now=now)
    if forge:
        body = body.replace(b"2", b"3")
    kind = headers.pop("Content-Type")
    url = reverse("online:notify", args=[order.provider, company or order.company_id])
    return Client(enforce_csrf_checks=True).post(url, data=body, content_type=kind, headers=headers)


@pytest.mark.parametrize(("provider", "yes", "no"), [("wechat", "SUCCESS", 401), ("alipay", "success", 400)])
def test_what_providers_call(provider, yes, no, client, link, charges, cast):
    choose(client, link, charges, provider)
    order = seen(OnlineOrder)
    assert notify(order, forge=True).status_code == no
    assert notify(order, company=cast.other_company.pk).status_code == no
    assert seen(OnlineOrder).state == "created"
    for _twice in range(2):
        answer = notify(order)
        assert (answer.status_code, yes in answer.content.decode()) == (200, True)
    assert seen(OnlineOrder).state == "paid"
    assert not any(each.outstanding for each in seen_all(Charge))


def seen_all(model):
    with acting_as(system(None)):
        return list(model.objects.all())


def test_unknown_addresses_are_not_there(client, cast, simulated):
    for provider, company in (("cheque", cast.company.pk), ("wechat", 999999)):
        assert client.post(reverse("online:notify", args=[provider, company])).status_code == 404
    assert client.get(reverse("online:notify", args=["wechat", cast.company.pk])).status_code == 405


def test_the_simulator_is_only_there_in_the_demo(client, link, charges, simulated):
    choose(client, link, charges)
    url = simulator_of(seen(OnlineOrder))
    assert client.get(url[:-1]).status_code == 404
    simulated.DEMO = False
    assert client.get(url).status_code == 404
    assert "还没有开通" in client.get(link).content.decode()


def test_an_expired_code_cannot_be_paid(client, link, charges):
    choose(client, link, charges)
    with time.shifted(timedelta(minutes=31)):
        assert "过期" in client.post(simulator_of(seen(OnlineOrder))).content.decode()


def test_the_desk_shows_the_code_and_sees_it_paid(client, link, charges, cast, django_assert_max_num_queries):
    choose(client, link, charges)
    order = seen(OnlineOrder)
    client.force_login(cast.cashier)
    url = reverse("online:order", args=[order.pk])
    with django_assert_max_num_queries(12):
        part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<svg" in part and 'data-state="created"' in part and "<html" not in part
    notify(order)
    assert 'data-state="paid"' in client.get(url).content.decode()
    with django_assert_max_num_queries(12):
        assert order.out_trade_no in client.get(reverse("online:orders")).content.decode()
    with django_assert_max_num_queries(12):
        assert "/q/pay/" in client.get(reverse("online:link", args=[cast.unit.pk])).content.decode()


def test_the_accountant_compares_and_settles(client, link, charges, cast, django_assert_max_num_queries):
    choose(client, link, charges)
    order = seen(OnlineOrder)
    with time.shifted(timedelta(days=-1)):
        notify(order)
    with acting_as(system(None)):
        SimulatedTrade.objects.update(fen=1)
    client.force_login(cast.accountant)
    yesterday = (time.now() + timedelta(hours=8) - timedelta(days=1)).date()
    url = reverse("online:run")
    assert (
        "次日才有"
        in client.post(url, {"provider": "wechat", "day": yesterday + timedelta(days=1)}).content.decode()
    )
    sent = client.post(url, {"provider": "wechat", "day": yesterday}, follow=True).content.decode()
    assert "金额不一致" in sent
    assert seen(Reconciliation).by_id == cast.accountant.pk
    with django_assert_max_num_queries(12):
        assert (
            "金额不一致"
            in client.get(reverse("online:statement", args=[seen(Reconciliation).pk])).content.decode()
        )
    with django_assert_max_num_queries(12):
        page = client.get(reverse("online:reconciliation")).content.decode()
    assert "实到金额与订单不一致" in page and "最近对账" in page
    place = reverse("online:difference", args=[seen(Difference).pk])
    assert "请写明" in client.post(place, {"how": "explained", "reason": " "}).content.decode()
    assert client.post(place, {"how": "explained", "reason": "渠道优惠，已核对"}).status_code == 302
    assert (seen(Difference).how, seen(Difference).resolved_by_id) == ("explained", cast.accountant.pk)
    client.force_login(cast.cashier)
    assert client.get(reverse("online:reconciliation")).status_code == 403


def test_a_second_payment_goes_back_when_another_agrees_at_the_screen(client, link, charges, cast):
    choose(client, link, charges)
    order = seen(OnlineOrder)
    with acting_as(system(None)):
        first = trades.pay(SimulatedTrade.objects.get(), now=time.now())
        for trade in (first, trades.pay_again(first, now=time.now())):
            headers, body = notice_of(trade, now=time.now())
            actions.take_notify(
                company_id=order.company_id, provider="wechat", headers=headers, body=body, now=time.now()
            )
    place = reverse("online:difference", args=[seen(Difference).pk])
    back = {"how": "returned", "reason": "业主重复付款，来电要求退回"}
    client.force_login(cast.manager)
    assert 'value="returned"' in client.get(place).content.decode()
    assert "请另一位" in client.post(place, back, follow=True).content.decode()
    for person in (cast.manager, cast.accountant):
        client.force_login(person)
        assert 'value="returned"' not in client.get(place).content.decode()
        assert client.post(place, back).status_code == 422, (
            "neither the one who asked nor one without the right"
        )
    with acting_as(system(None)), pytest.raises(Forbidden, match="自己的申请"):
        actions.resolve_difference(actor=cast.manager, now=time.now(), difference=seen(Difference), **back)
    assert seen(Difference).resolved_at is None
    assert "待确认退回" in client.get(reverse("online:reconciliation")).content.decode()
    with acting_as(system(None)):
        Difference.objects.update(asked_by=cast.accountant)
    client.force_login(cast.manager)
    assert client.post(place, back).status_code == 302
    assert (seen(Difference).how, seen(OnlineRefund).transaction_id) == (
        "returned",
        seen(Difference).transaction_id,
    )


def test_money_of_nobody_known_is_booked_for_a_room(client, link, charges, cast):
    choose(client, link, charges)
    order = seen(OnlineOrder)
    with acting_as(system(None)):
        OnlineOrder.objects.update(out_trade_no="another")
    notify(order)
    client.force_login(cast.accountant)
    place = reverse("online:difference", args=[seen(Difference).pk])
    sent = {"how": "booked", "reason": "业主来电确认", "estate": cast.estate.pk}
    assert "完整房号" in client.post(place, {**sent, "room": "9-9-999"}).content.decode()
    assert client.post(place, {**sent, "room": "3-2-1501"}).status_code == 302
    assert seen(Difference).how == "booked"


def test_a_code_at_the_counter_quotes_the_late_fee_and_books_nothing(world, cast):
    with acting_as(system(None)):
        charge = world.bill("1000.00", due_on=date(2026, 6, 30))
        order = show_code(
            actor=cast.cashier, now=NOW, estate=cast.estate, provider="wechat", with_late_fee=True, key="k",
            charges=[(charge, charge.outstanding)], deposits=[], prepay=Decimal(0), rounding=Decimal(0),
            customer=cast.owner, unit=cast.unit,
        )  # fmt: skip
        assert order.amount == 1000 + order.late_fee > 1000
        assert not Charge.objects.filter(kind="late").exists()
