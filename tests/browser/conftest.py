"""Real Chromium windows for the named people, in front of a live server that lives in this process.

The clock of the process can be shifted (guanjia.kernel.time.shifted), and pages and actions agree on it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guanjia.directory.people.indexing import index_customers
from guanjia.directory.places.indexing import index_units
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import PASSWORD, Cast, assemble
from guanjia.testing.windows import NO_STREAM, launch, let_in

DESKTOP, POCKET = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
SHOTS = Path(__file__).parents[2] / "screenshots"


@pytest.fixture
def house(transactional_db, settings, tmp_path) -> Cast:
    """The cast, findable in the search."""
    settings.MEDIA_ROOT = tmp_path
    with acting_as(system(None)):
        cast = assemble()
        index_customers([cast.owner.pk])
        index_units([cast.unit])
    return cast


@pytest.fixture
def switches() -> list[str]:
    """Further switches of the browser, for tests that need a camera, say."""
    return []


@pytest.fixture
def chromium(live_server, monkeypatch, settings, switches) -> Iterator:
    """The browser; static files come as they lie in the folders. Faults of scripts fail the test."""
    from playwright.sync_api import sync_playwright

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = launch(playwright, *switches)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium, live_server) -> Iterator[Callable]:
    """`window()` a stranger's page, `window("desk")` somebody's at a desk, `window("technician", POCKET)` a phone's.

    With the address of a real `server` the page is live, too. There, and with a `password`, they sign in by hand.
    """
    faults: list[str] = []

    def open_window(login="", size=DESKTOP, password=PASSWORD, at="/", server=""):
        context = chromium.new_context(
            base_url=server or live_server.url, viewport=size, locale="zh-CN", has_touch=size is POCKET
        )
        if not server:
            context.add_init_script(NO_STREAM)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda fault: faults.append(f"{page.url}: {fault}"))
        if login and password is PASSWORD and not server:
            let_in(context, login, live_server.url)
            page.goto(at)
        elif login:
            page.goto(f"/login/?next={at}")
            page.fill("[name=login]", login)
            page.fill("[name=password]", password)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "/login/" not in url)
        return page

    yield open_window
    assert not faults


@pytest.fixture
def shoot() -> Callable:
    """`shoot(page, "name")` keeps what the person sees, in screenshots/."""

    def keep(page, name: str, *, whole: bool = False) -> None:
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=whole)

    return keep
