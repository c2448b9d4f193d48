"""Browsers whose person is signed in already. Signing in by hand is tested where it belongs."""

from typing import Any

from django.conf import settings
from django.test import Client

from guanjia.directory.team.models import Staff
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as


def let_in(context: Any, login: str, url: str) -> None:
    """Give this browser (a context of Playwright) that person's session and language at the live server of the test."""
    client = Client()
    with acting_as(system(None)):
        person = Staff.objects.get(login=login)
        client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: person.language}
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
