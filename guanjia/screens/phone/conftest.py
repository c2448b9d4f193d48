"""A leak that has been given to 陈师傅, and a Chromium in the size of his phone."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.testing.cast import assemble
from guanjia.testing.windows import NO_STREAM, launch, let_in
from guanjia.work.cases.actions import register_case
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import WorkOrder


@pytest.fixture
def people(transactional_db):
    with acting_as(system(None)):
        return assemble()


@pytest.fixture
def leaks(people):
    """`leaks("水管漏水", given_to=…)`: registered a minute ago; without `given_to` the order stays in the pool."""

    def register(words, given_to=None, **more):
        now = time.now() - timedelta(minutes=1)
        with acting_as(people.desk):
            case = register_case(
                actor=people.desk, now=now, estate=people.estate, procedure="repair", words=words, topic="water",
                unit=people.unit, customer=people.owner, caller_phone="13905710001", answers={"kind": "home"}, **more,
            )  # fmt: skip
            order = WorkOrder.objects.get(case=case)
            if given_to:
                order = actions.assign_order(order=order, actor=people.desk, now=now, technician=given_to)
        return order

    return register


@pytest.fixture
def again(people):
    """The row as it is now."""

    def read(row):
        with acting_as(people.manager):
            return type(row).objects.get(pk=row.pk)

    return read


@pytest.fixture
def phone(live_server, monkeypatch, settings) -> Iterator:
    """`phone(login)` → (context, page) of a signed-in pocket browser. Static files come as they lie in the folders."""
    from playwright.sync_api import sync_playwright

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser, faults = launch(playwright), []

        def sign_in(login, width=390, height=844):
            context = browser.new_context(
                base_url=live_server.url,
                viewport={"width": width, "height": height},
                locale="zh-CN",
                has_touch=True,
            )
            context.add_init_script(NO_STREAM)
            page = context.new_page()
            page.set_default_timeout(30000)
            page.on("pageerror", lambda fault: faults.append(str(fault)))
            let_in(context, login, live_server.url)
            page.goto("/m/")
            return context, page

        yield sign_in
        browser.close()
        assert not faults


@pytest.fixture(scope="module")
def picture() -> dict[str, object]:
    """A JPEG of 3000 × 2000 px."""
    out = BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(out, "JPEG")
    return {"name": "leak.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def shoot() -> Callable:
    """`shoot(page, "name")` keeps what the person sees."""
    folder = Path(os.environ.get("GUANJIA_SHOTS", "/tmp/guanjia-shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return lambda page, name: page.screenshot(path=folder / f"{name}.png")
