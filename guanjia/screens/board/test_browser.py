"""The dispatcher drags a card, or does the same with the keyboard, in a real Chromium."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.testing.cast import PASSWORD, assemble
from guanjia.testing.windows import NO_STREAM, launch
from guanjia.work.cases.actions import register_case
from guanjia.work.dispatch.models import WorkOrder
from guanjia.work.roster.actions import set_shift, set_up_kinds

pytestmark = pytest.mark.browser
SHOTS = Path(os.environ.get("GUANJIA_SHOTS", "/tmp/guanjia-shots"))


@pytest.fixture
def people(transactional_db):
    with acting_as(system(None)):
        cast = assemble()
        for words in ("厨房漏水", "客厅灯不亮", "门锁坏了"):
            register_case(
                actor=cast.desk, now=time.now() - timedelta(minutes=12), estate=cast.estate, procedure="repair",
                words=words, topic="water", unit=cast.unit, answers={"kind": "home"}, urgency="urgent",
            )  # fmt: skip
        return cast


@pytest.fixture
def page(live_server, monkeypatch, settings, people):
    from playwright.sync_api import sync_playwright

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 1366, "height": 768}, locale="zh-CN"
        )
        context.add_init_script(NO_STREAM)
        page = context.new_page()
        faults = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto("/login/?next=/board/")
        page.fill("[name=username], [name=login]", "supervisor")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/board/**")
        yield page
        browser.close()
        assert not faults


def orders(people):
    with acting_as(people.manager):
        return list(WorkOrder.objects.select_related("technician").order_by("pk"))


def shoot(page, name):
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def test_drag_a_card_onto_a_technician(page, people):
    first = orders(people)[0]
    card = page.locator(f"#order-{first.pk}")
    target = page.locator(f'.board-person[data-to="staff-{people.second_technician.pk}"]')
    start, end = card.bounding_box(), target.bounding_box()
    with page.expect_response("**/give/*"):
        page.mouse.move(start["x"] + 20, start["y"] + 45)
        page.mouse.down()
        page.mouse.move(end["x"] + 60, end["y"] + 12, steps=12)
        page.mouse.move(end["x"] + 62, end["y"] + 14, steps=4)
        page.mouse.up()
    page.locator(".toast-item").get_by_text("已派给李师傅").wait_for()
    shoot(page, "board")
    assert orders(people)[0].technician == people.second_technician


def test_the_same_with_the_keyboard(page, people):
    first = orders(people)[0]
    page.locator(f"#order-{first.pk}").focus()
    page.keyboard.press("d")
    page.locator("#give .give-person").first.wait_for()
    shoot(page, "board-give")
    chosen = page.locator("#give .give-person").first.locator("b").inner_text()
    with page.expect_response("**/give/*"):
        page.keyboard.press("Enter")
    page.locator(".toast-item").get_by_text(f"已派给{chosen}").wait_for()
    assert orders(people)[0].technician.name == chosen


def test_paint_the_roster(page, people):
    with acting_as(system(None)):
        kinds = set_up_kinds(actor=people.supervisor, now=time.now())
        today = time.now().astimezone().date() + timedelta(days=1)
        set_shift(
            actor=people.supervisor, now=time.now(), estate=people.estate, staff=people.technician, day=today,
            kind=kinds[1],
        )  # fmt: skip
    page.goto("/roster/")
    cell = (
        page.locator("tr", has_text="李师傅")
        .locator(".roster-today ~ td, td")
        .nth(time.now().astimezone().day)
    )
    cell.locator("button").click()
    page.locator("td.roster-early").wait_for()
    shoot(page, "roster")
