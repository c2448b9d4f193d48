"""A desk with something on it."""

from datetime import datetime
from typing import Any

import pytest

from guanjia.directory.people.indexing import index_customers
from guanjia.directory.places.indexing import index_units
from guanjia.engine.access import system
from guanjia.kernel import time


@pytest.fixture
def now() -> datetime:
    """The web asks the real clock, so these tests live in it."""
    return time.now()


@pytest.fixture
def desk(cast: Any, acting: Any, client: Any) -> Any:
    """The cast, findable; 小李 of the front desk is signed in."""
    with acting(system(None)):
        index_customers([cast.owner.pk])
        index_units([cast.unit])
    client.force_login(cast.desk)
    return cast


@pytest.fixture
def register(acting: Any, now: datetime) -> Any:
    """`register(cast.agent, words=…)` gives a case of the actor's estate."""
    from guanjia.work.cases.actions import register_case

    def make(actor: Any, estate: Any, **matter: Any) -> Any:
        with acting(actor):
            usual = {
                "procedure": "repair",
                "words": "厨房水管漏水",
                "topic": "water",
                "answers": {"kind": "home"},
            }
            return register_case(
                actor=actor, now=matter.pop("now", now), estate=estate, **{**usual, **matter}
            )

    return make
