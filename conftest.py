"""Fixtures for every test. The database is real, row security included: act as somebody, or see nothing.

def test_the_desk_registers(acting, cast, now):
    with acting(cast.desk):
        register_case(actor=cast.desk, now=now, …)
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime

import pytest
from hypothesis import HealthCheck, settings

from guanjia.testing import calendar
from guanjia.testing.database import own_database
from guanjia.testing.parts import is_unit

settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With xdist, tests that start processes wait for each other, and a browser's story stays in one process."""
    for item in items:
        if is_unit(item):
            item.add_marker(pytest.mark.unit)
        if item.get_closest_marker("serial"):
            item.add_marker(pytest.mark.xdist_group("serial"))
        elif item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[str]:
    """Replaces pytest-django's: a clone of a migrated template instead of migrations in every process."""
    with django_db_blocker.unblock(), own_database() as url, django_db_blocker.block():
        yield url


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker) -> Iterator[None]:
    """For what all tests of a module share: written in one transaction around them, each test a savepoint in it.

    A fixture that builds on it works inside `django_db_blocker.unblock()`; its tests ask for `db`, never for
    `transactional_db`.
    """
    from django.db import transaction

    whole = transaction.atomic()
    whole._from_testcase = True  # like Django's own around a test: a durable block may begin inside
    with django_db_blocker.unblock():
        whole.__enter__()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def database_url(db, django_db_setup: str) -> str:
    """The test database, for programs of their own."""
    return django_db_setup


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """A page shown in English must not change the language of the next test."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture
def acting() -> Callable[..., AbstractContextManager[None]]:
    """`with acting(cast.desk):` – everything inside sees the rows that this person may see."""
    from guanjia.engine.access.rowscope import acting_as

    return acting_as


@pytest.fixture
def as_system(db, acting) -> Iterator[None]:
    """The whole test sees the rows of all companies. Only for machinery that does so too."""
    from guanjia.engine.access import system

    with acting(system(None)):
        yield


@pytest.fixture
def cast(db, acting):
    """The named people, see guanjia/testing/cast.py."""
    from guanjia.engine.access import system
    from guanjia.testing.cast import assemble

    with acting(system(None)):
        return assemble()


@pytest.fixture
def at() -> Callable[[str], datetime]:
    """`at("周五 16:00")`: a moment of the week in which the tests live."""
    return calendar.at


@pytest.fixture
def now() -> datetime:
    """Wednesday, ten in the morning."""
    return calendar.at("周三 10:00")
