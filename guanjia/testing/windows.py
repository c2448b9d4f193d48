"""Browsers whose person is signed in already. Signing in by hand is tested where it belongs."""

from typing import Any

from django.conf import settings
from django.test import Client

from guanjia.directory.team.models import Staff
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as


def let_in(context: Any, login: str, url: str) -> None:
    """Give this browser (a context of Playwright) the session of that person at the live server of the test."""
    client = Client()
    with acting_as(system(None)):
        client.force_login(Staff.objects.get(login=login))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
