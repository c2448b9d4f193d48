"""The same of the API: no operation without a token, its scope, the person's right, and his rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from knocking import EVERY_ROLE, caller, in_post, leaks

from guanjia.config.api import api
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.api.actions import SCOPES, create_token, revoke_token
from guanjia.engine.api.models import ApiToken
from guanjia.kernel import time
from guanjia.testing.world import World, operations

OPERATIONS = operations()


def named_operations() -> Iterator[str]:
    for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items():
        yield from (f"{method.upper()} {path}" for method in methods)


def test_every_operation_has_a_door():
    assert set(named_operations()) == set(OPERATIONS)


def token_for(person: Any, *scopes: str) -> dict[str, str]:
    with acting_as(system(None)):
        us = system(person.company_id)
        secret = create_token(actor=us, now=time.now(), staff=person, name="test", scopes=scopes)[1]
    return {"Authorization": f"Bearer {secret}"}


def call(name: str, world: World, headers: dict[str, str]) -> Any:
    """Call an operation with an empty body; nothing that it does stays."""
    method, path = name.split()
    of = OPERATIONS[name].of
    url = "/api/v1" + path.format(pk=world.things[of].pk if of else "", code="accept")
    with transaction.atomic():
        answer = caller().generic(method, url, "{}", "application/json", headers=headers)
        transaction.set_rollback(True)
    return answer


def test_the_api_asks_for_a_token_with_the_scope(world):
    for name, operation in OPERATIONS.items():
        others = token_for(world.cast.supervisor, *(set(SCOPES) - {operation.scope}))
        for headers in ({}, {"Authorization": "Bearer gj_guessed"}, others):
            answer = call(name, world, headers)
            assert answer.status_code == 401 and not leaks(answer), name


@pytest.mark.parametrize("who", ["outsider", "elsewhere"])
def test_the_api_hides_things_from_neighbours(world, who):
    theirs = token_for(in_post(getattr(world.cast, who), EVERY_ROLE), *SCOPES)
    for name, operation in OPERATIONS.items():
        answer = call(name, world, theirs)
        assert answer.status_code in ({404, 422} if operation.of else {200, 422}) and not leaks(answer), name


def test_the_api_knows_the_posts(world):
    nobody = token_for(in_post(world.cast.guard, []), *SCOPES)
    for name in OPERATIONS:
        answer = call(name, world, nobody)
        assert answer.status_code in {403, 404, 409, 422} and not leaks(answer), name


def test_a_revoked_token_is_dead(world):
    headers = token_for(world.cast.desk, *SCOPES)
    with acting_as(system(None)):
        for token in ApiToken.objects.filter(staff=world.cast.desk):
            revoke_token(actor=world.cast.desk, now=time.now(), token=token)
    assert call("GET /cases", world, headers).status_code == 401
