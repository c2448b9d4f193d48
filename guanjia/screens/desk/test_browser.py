"""小李 takes a call with the keyboard alone, in a real Chromium."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.testing.cast import PASSWORD
from guanjia.testing.windows import NO_STREAM, launch
from guanjia.work.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


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
        yield page
        browser.close()


def test_a_call_by_keyboard_alone(screen, desk, acting):
    screen.goto("/login/")
    screen.fill("input[name=login]", desk.desk.login)
    screen.fill("input[type=password]", PASSWORD)
    screen.press("input[type=password]", "Enter")
    screen.wait_for_selector("#pick")
    keys = screen.keyboard
    keys.press("Escape")
    keys.press("n")
    keys.type("0001")
    screen.wait_for_selector("#pick-results [aria-selected=true]")
    keys.press("Enter")
    screen.wait_for_selector(".caller-card")
    assert "3栋2单元1501" in screen.inner_text(".caller-card")
    screen.wait_for_selector("[name=words]:focus")
    keys.type("厨房水槽下面漏水")
    screen.wait_for_selector("[name=intake-kind] option:checked[value=home]", state="attached")
    assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight")

    screen.reload()
    screen.wait_for_selector(".caller-card")
    assert screen.input_value("[name=words]") == "厨房水槽下面漏水"
    screen.wait_for_selector("[name=intake-kind] option:checked[value=home]", state="attached")
    screen.check("[name=procedure][value=complaint]", force=True)
    screen.check("[name=intake-signs][value=loss]")
    screen.reload()
    screen.wait_for_selector("[name=procedure][value=complaint]:checked", state="attached")
    screen.wait_for_selector("[name=intake-signs][value=loss]:checked")
    screen.check("[name=procedure][value=repair]", force=True)
    screen.wait_for_selector("[name=intake-kind] option:checked[value=home]", state="attached")
    screen.focus("[name=words]")
    keys.press("Control+Enter")
    screen.wait_for_selector("[data-done]")
    with acting(system(None)):
        case = Case.objects.get()
    assert case.customer_id == desk.owner.pk and case.unit_id == desk.unit.pk
    assert case.number in screen.inner_text("[data-done]")
    screen.wait_for_selector(f"#mine [data-row=case-{case.pk}]")
    kept = screen.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")
    assert kept == [], "what is registered comes back at the next visit"
    if shots := os.environ.get("SCREENSHOTS"):
        screen.screenshot(path=Path(shots) / "desk-registered.png")

    keys.press("n")
    screen.wait_for_selector("#pick:focus")
    assert screen.input_value("[name=words]") == ""
    keys.press("Escape")
    keys.press("/")
    keys.type(case.number)
    screen.wait_for_selector("#search-results [aria-selected=true]")
    keys.press("Enter")
    screen.wait_for_url(f"**{reverse('cases:case', args=[case.pk])}")
