"""What a colleague does shows on an open page by itself: a real `guanjia web`, real streams."""

import pytest
from django.contrib.auth.hashers import make_password
from hands import until
from workers import web

from guanjia.config import settings as real
from guanjia.directory.team.models import Staff
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import PASSWORD

# Marks last two seconds; what was remembered is also gone after a reload.
REMEMBER_MARKS = """() => {
  window.marked = [];
  const look = () => document.querySelectorAll("[data-row].changed").forEach((row) => marked.push(row.textContent));
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributeFilter: ["class"] });
}"""
pytestmark = [pytest.mark.browser, pytest.mark.serial]


@pytest.fixture
def known(house, settings):
    """The cast with passwords as a real process checks them; the tests' own are hashed in a hurry."""
    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    with acting_as(system(None)):
        Staff.objects.filter(login__in=["supervisor", "desk"]).update(password=make_password(PASSWORD))


def bell(page) -> int:
    count = page.locator("#bell .bell-count")
    return 0 if count.is_hidden() else int(count.inner_text())


def test_a_colleagues_registering_shows_on_my_list_and_my_bell(known, window, database_url, tmp_path, shoot):
    with web(database_url, tmp_path) as server:
        chief = window("supervisor", at="/cases/", server=server)
        chief.locator("#list").wait_for()
        chief.evaluate(REMEMBER_MARKS)
        assert bell(chief) == 0 and chief.locator("[data-row]").count() == 0

        desk = window("desk", server=server)
        desk.locator("[name=procedure][value=suggestion]").check(force=True)
        desk.fill("[name=words]", "建议在儿童乐园旁加几张长椅")
        desk.fill("[name=place]", "儿童乐园")
        desk.keyboard.press("Control+Enter")
        desk.locator("[data-done]").wait_for()

        chief.locator("[data-row]").filter(has_text="建议在儿童乐园旁加几张长椅").wait_for()
        until(chief, "marked.some((text) => text.includes('建议在儿童乐园旁加几张长椅'))")
        chief.locator("#bell .bell-count:not([hidden])").wait_for()
        assert bell(chief) == 1
        shoot(chief, "live-list")
