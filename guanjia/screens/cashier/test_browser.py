"""Month end: ten payers at the counter of 小周 by keyboard alone, the shift closed to the cent and signed."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

from guanjia.directory.people.indexing import index_customers
from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.indexing import index_units
from guanjia.directory.places.models import Unit
from guanjia.engine.access import system
from guanjia.testing.cast import PASSWORD
from guanjia.testing.windows import NO_STREAM, launch
from guanjia.work.cashier.models import CashSession, Payment
from guanjia.work.ledger.models import Account, Charge
from guanjia.work.ledger.rules import Kind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
BILLS = ["100", "180", "150", "300", "400", "120", "90", "60", "77.37", "110"]


@pytest.fixture
def screen(live_server, settings):
    from playwright.sync_api import sync_playwright

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with sync_playwright() as driver:
        browser = launch(driver)
        page = browser.new_page(viewport={"width": 1366, "height": 768}, base_url=live_server.url)
        page.add_init_script(NO_STREAM)
        page.faults = []
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        yield page
        browser.close()


@pytest.fixture
def queue(cast, acting, bill):
    """Ten households 3-2-101 to 3-2-110 with a bill each; the last has a second one."""
    with acting(system(None)):
        units = []
        for number in range(101, 111):
            unit = Unit.objects.create(
                company=cast.company, estate=cast.estate, building=cast.building, zone=cast.zone, entrance="2",
                floor=1, number=str(number), key=f"3-2-{number}", area="80",
            )  # fmt: skip
            payer = Customer.objects.create(company=cast.company, name=f"业主{number}")
            Occupancy.objects.create(company=cast.company, estate=cast.estate, unit=unit, customer=payer)
            units.append((unit, payer))
        index_units([unit for unit, _payer in units])
        index_customers([payer.pk for _unit, payer in units])
    for (unit, payer), amount in zip(units, BILLS, strict=True):
        bill(amount, unit=unit, customer=payer)
    bill("50", unit=units[-1][0], customer=units[-1][1])
    return units


def picture(screen, name):
    if shots := os.environ.get("SCREENSHOTS"):
        screen.screenshot(path=Path(shots) / f"{name}.png")


def sign_in(screen, who):
    screen.context.clear_cookies()
    screen.goto("/login/?next=/cashier/")
    screen.fill("input[name=login]", who.login)
    screen.fill("input[type=password]", PASSWORD)
    screen.press("input[type=password]", "Enter")
    screen.wait_for_selector("#payer")


def call(screen, number):
    """The next in the queue: `/`, the room, Enter before the list has followed the last digit."""
    screen.keyboard.press("/")
    screen.wait_for_selector("#payer:focus")
    screen.keyboard.type(f"3-2-{number}"[:-1])
    screen.wait_for_selector("#payer-found [aria-selected=true]")
    screen.keyboard.type(str(number)[-1])
    screen.keyboard.press("Enter")
    screen.wait_for_selector("#taking [type=checkbox]:focus")
    assert f"业主{number}" in screen.inner_text(".counter-who h2")


def take(screen):
    screen.keyboard.press("Control+Enter")
    screen.wait_for_selector(".receipt-taken")
    return screen.inner_text("[data-receipt]")


def press(screen, *keys):
    for key in keys:
        if (len(key) > 1 and not key[0].isdigit()) or (len(key) == 1 and key.isdigit()):
            screen.keyboard.press(key)
        else:
            screen.keyboard.type(key)


def test_the_month_end_queue(screen, cast, till, queue, acting):
    sign_in(screen, cast.cashier)
    press(screen, "Escape", "o")
    screen.wait_for_selector("#id_float")
    assert screen.input_value("#id_float") == "500"
    press(screen, "Control+Enter")
    screen.wait_for_selector(".counter-shift")

    call(screen, 101)
    numbers = [take(screen)]

    call(screen, 102)
    press(screen, "Enter", "200")
    assert screen.inner_text("#change") == "¥20.00"
    picture(screen, "cashier-desk")
    numbers.append(take(screen))
    assert "¥20.00" in screen.inner_text(".receipt-taken")
    picture(screen, "cashier-receipt")

    call(screen, 103)
    press(screen, "4")
    assert screen.input_value("[name=pay_wechat]") == "150.00" and screen.input_value("[name=pay_cash]") == ""
    numbers.append(take(screen))

    call(screen, 104)
    press(screen, "2")
    screen.keyboard.type("100")
    assert screen.input_value("[name=pay_cash]") == "200.00"
    numbers.append(take(screen))

    call(screen, 105)
    press(screen, "Tab")
    screen.keyboard.type("250")
    press(screen, "Enter")
    assert screen.input_value("[name=pay_cash]") == "250.00"
    numbers.append(take(screen))

    call(screen, 106)
    press(screen, "3")
    screen.keyboard.type("200")
    press(screen, "Enter")
    screen.keyboard.type("T0106")
    assert screen.inner_text("#sum-over") == "¥80.00"
    press(screen, "Control+Enter")
    screen.wait_for_selector("#over .field-error")
    assert screen.input_value("[name=ref_transfer]") == "T0106", "what is refused keeps the form"
    screen.wait_for_selector("[name=to_prepaid]:focus")
    press(screen, "Space")
    numbers.append(take(screen))

    call(screen, 107)
    press(screen, "2")
    screen.keyboard.type("50")
    press(screen, "Escape", "4")
    assert screen.input_value("[name=pay_wechat]") == "40.00"
    numbers.append(take(screen))

    call(screen, 108)
    numbers.append(take(screen))
    press(screen, "v")
    screen.wait_for_selector("[name=reason]")
    screen.focus("[name=reason]")
    screen.keyboard.type("收错户")
    press(screen, "Control+Enter")
    screen.wait_for_selector("[data-receipt] ~ .state-late")

    call(screen, 109)
    press(screen, "0")
    assert screen.inner_text("#sum-due") == "¥77.00"
    numbers.append(take(screen))

    call(screen, 110)
    press(screen, "ArrowDown", "Space")
    assert screen.inner_text("#sum-due") == "¥110.00"
    numbers.append(take(screen))

    year = numbers[0][2:4]
    assert numbers == [f"SJ{year}-{n:06}" for n in range(1, 11)]
    screen.click(".counter-shift")
    screen.wait_for_selector(".record-head")
    press(screen, "c")
    screen.wait_for_selector("#id_n100:focus")
    for number in ("14", "", "", "1", "1", "1"):
        screen.keyboard.type(number)
        screen.keyboard.press("Enter")
    assert (screen.inner_text("#counted"), screen.inner_text("#difference")) == ("¥1,417.00", "¥0.00")
    screen.select_option("[name=to]", label=cast.second_cashier.name)
    picture(screen, "cashier-close")
    press(screen, "Control+Enter")
    screen.wait_for_selector(".record-head .state-wait")

    sign_in(screen, cast.second_cashier)
    screen.click(".counter-note button")
    screen.wait_for_selector(".record-head .state-good")
    press(screen, "Escape")
    screen.set_viewport_size({"width": 390, "height": 844})
    screen.goto(reverse("cashier:unit", args=[queue[4][0].pk]))
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(screen, "cashier-phone")
    assert screen.faults == []

    with acting(system(None)):
        shift = CashSession.objects.get()
        good = Payment.objects.filter(voided_at=None)
        owed = {one.unit.number: one.outstanding for one in Charge.objects.open().select_related("unit")}
        prepaid = Account.objects.get(kind=Kind.PREPAID.value, ref=str(queue[5][1].pk))
        assert shift.difference == 0 and shift.received_at and shift.handed_to == cast.second_cashier
        assert sum(one.amount for one in good) == Decimal(1457) and good.count() == 9
        assert owed == {"105": Decimal(150), "108": Decimal(60), "110": Decimal(50)}
        assert prepaid.balance == Decimal(80)
