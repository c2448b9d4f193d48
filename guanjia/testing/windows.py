"""Browsers of the tests, and people who are signed in to them. Signing in by hand is tested where it belongs."""

import os
from typing import Any

from django.conf import settings
from django.test import Client

from guanjia.directory.team.models import Staff
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
# The live server is no place for streams that never end: each would keep a thread, and the tests from ending.
NO_STREAM = "delete window.SharedWorker; window.EventSource = class { close() {} };"


def launch(playwright: Any, *switches: str) -> Any:
    """The Chromium that CHROMIUM names, or Debian's."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return playwright.chromium.launch(executable_path=path, args=[*QUIET, *switches])


def let_in(context: Any, login: str, url: str) -> None:
    """Give this browser (a context of Playwright) that person's session and language at the live server of the test."""
    client = Client()
    with acting_as(system(None)):
        person = Staff.objects.get(login=login)
        client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: person.language}
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
