"""A world of one thing of every kind, built once for all tests of a module."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.test import override_settings

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.testing.cast import assemble
from guanjia.testing.world import World, build


@pytest.fixture(scope="module")
def built(module_db, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """As it stands before the first test; a module may add to it."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        with django_db_blocker.unblock():
            with acting_as(system(None)):
                cast = assemble()
            made = build(cast, now=time.now())
        yield made


@pytest.fixture
def world(built, db) -> World:
    """This test's own copy; what it writes is undone."""
    return deepcopy(built)
