"""The unit part of the suite: found by what a test asks for, so that nobody keeps a list.

A test that asks for no database, browser or process is a unit test. Should it reach for the database all the same,
pytest-django refuses it.
"""

import pytest

NEEDS_MORE = ("django_db", "browser", "serial")


def is_unit(test: pytest.Item) -> bool:
    """Whether it runs on Python alone, without a server of any kind."""
    return "django_db_setup" not in test.fixturenames and not any(map(test.get_closest_marker, NEEDS_MORE))
