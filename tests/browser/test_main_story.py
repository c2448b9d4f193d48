"""王阿姨 calls about a leak: taken down, dispatched, mended, not well enough, mended again, confirmed."""

import pytest
from django.core.cache import cache
from hands import mend

from conftest import POCKET
from guanjia.engine.access.rowscope import acting_as
from guanjia.work.cases.models import Case

pytestmark = pytest.mark.browser


def tile(page, label: str) -> int:
    return int(page.locator(".overview-tile", has_text=label).locator("b").inner_text())


def card(page, label: str) -> str:
    return page.locator(".overview-card", has_text=label).first.locator("b").inner_text()


def overview(page):
    cache.clear()
    page.goto("/overview/")
    return page


def take_the_call(page, shoot) -> None:
    """Keyboard only, from a part of the number to the case's number."""
    keys = page.keyboard
    page.wait_for_selector("#pick")
    shoot(page, "workbench")
    keys.press("Escape")
    keys.press("n")
    keys.type("5710001")
    page.wait_for_selector("#pick-results [aria-selected=true]")
    shoot(page, "workbench-hits")
    keys.press("Enter")
    page.wait_for_selector(".caller-card")
    page.wait_for_selector("[name=words]:focus")
    keys.type("厨房水槽下面漏水,地上都是水")
    page.wait_for_selector("[name=intake-kind] option:checked[value=home]", state="attached")
    shoot(page, "workbench-caller")
    keys.press("Control+Enter")
    page.wait_for_selector("[data-done]")
    shoot(page, "workbench-registered")


def dispatch_by_keyboard(page, technician: str, shoot=None) -> None:
    page.keyboard.press("d")
    page.wait_for_selector("[data-give-form] .give-person:focus")
    if shoot:
        shoot(page, "case-dispatch")
    page.locator(".give-person", has_text=technician).press("Enter")
    page.wait_for_selector("[data-give-form]", state="detached")


def answer(page, *, stars: int, satisfied: str, words: str, shoot, name: str) -> None:
    """小李 opens the call list and writes down what 王阿姨 says."""
    page.goto("/followups/")
    shoot(page, f"{name}-list")
    page.get_by_text("厨房水槽下面漏水").first.click()
    page.wait_for_selector("#answer-form")
    page.locator(f"#answer-form [name=stars][value='{stars}']").check(force=True)
    page.locator("#answer-form [name=satisfied]").locator(f"xpath=self::input[@value='{satisfied}']").check(
        force=True
    )
    page.fill("#answer-form [name=words]", words)
    shoot(page, f"{name}-sheet")
    page.locator("#answer-form [data-primary]").click()
    page.locator("#answer-form").wait_for(state="detached")


def test_from_the_call_to_the_thanks(house, window, shoot):
    boss = overview(window("supervisor"))
    assert (tile(boss, "处理中"), tile(boss, "待回访")) == (0, 0)

    agent = window("agent")
    take_the_call(agent, shoot)
    agent.keyboard.press("d")
    agent.wait_for_selector("#record")
    dispatch_by_keyboard(agent, "陈师傅", shoot)
    agent.reload()
    agent.locator("#record").get_by_text("陈师傅").first.wait_for()
    shoot(agent, "case")
    assert tile(overview(boss), "处理中") == 1

    phone = window("technician", POCKET, at="/m/")
    shoot(phone, "phone-orders")
    phone.get_by_text("厨房水槽下面漏水").first.click()
    mend(phone, shoot, "phone")
    shoot(phone, "phone-done")
    overview(boss)
    assert (tile(boss, "处理中"), tile(boss, "待回访")) == (0, 1)

    desk = window("desk")
    answer(desk, stars=2, satisfied="no", words="下午又漏了", shoot=shoot, name="followup")
    with acting_as(house.manager):
        case = Case.objects.get()
    assert (case.state, case.cycle) == ("open", 2)
    assert tile(overview(boss), "处理中") == 1

    agent.goto(f"/cases/{case.pk}/")
    agent.get_by_text("第 2 轮").first.wait_for()
    shoot(agent, "case-again")
    if agent.get_by_text("派给师傅").count():
        dispatch_by_keyboard(agent, "陈师傅")
    phone.goto("/m/")
    phone.get_by_text("厨房水槽下面漏水").first.click()
    mend(phone, shoot)

    answer(desk, stars=5, satisfied="yes", words="这次修好了", shoot=shoot, name="followup-again")
    with acting_as(house.manager):
        case.refresh_from_db()
    assert (case.state, case.cycle) == ("closed", 2)
    agent.goto(f"/cases/{case.pk}/")
    agent.get_by_text("这次修好了").first.wait_for()
    shoot(agent, "case-closed", whole=True)
    overview(boss)
    assert (tile(boss, "处理中"), tile(boss, "待回访")) == (0, 0)
    assert card(boss, "满意率") == "50.0%" and card(boss, "返修率") == "100.0%"
    shoot(boss, "overview-story")
