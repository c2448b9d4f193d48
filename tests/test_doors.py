"""No door opens to a stranger, a neighbour, or somebody without the right; and none breaks when it is tried."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver
from doors import ANYBODY, DOORS, OPERATIONS, STAFF, Door
from world import SECRETS, World, build

from guanjia.config.api import api
from guanjia.directory.team.roles import ROLES
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.api.actions import SCOPES, create_token, revoke_token
from guanjia.engine.api.models import ApiToken
from guanjia.kernel import time

SHUT = {302, 401, 403, 404}
ADMITTED = {200, 204, 302, 400, 404, 409, 422}
EVERY_ROLE = sorted(set(ROLES) - {"owner"})


@pytest.fixture
def world(cast, settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return build(cast, now=time.now())


def named_urls(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from named_urls(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}"


def operations() -> Iterator[str]:
    for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items():
        yield from (f"{method.upper()} {path}" for method in methods)


def address(name: str, door: Door, world: World) -> str:
    parts = dict(door.more)
    if door.of:
        thing = world.things[door.of]
        parts[door.part] = getattr(thing, "pk", thing)
    return reverse(name, kwargs=parts) + (f"?{door.query}" if door.query else "")


def knocks(world: World, *, skip: set[str] = frozenset()) -> Iterator[tuple[str, Door, str, str]]:
    """(name, door, method, address) of every door but those that need no key."""
    for name, door in DOORS.items():
        if door.right not in skip:
            for method in door.methods.split():
                yield name, door, method, address(name, door, world)


def knock(client: Client, method: str, url: str) -> Any:
    """Try it, and let nothing that it did stay."""
    with transaction.atomic():
        answer = client.generic(method, url, "", "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return answer


def caller(person: Any = None) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def in_post(person: Any, roles: list[str]) -> Any:
    """The same person, in these roles."""
    person.roles = roles
    with acting_as(system(None)):
        type(person).objects.filter(pk=person.pk).update(roles=roles)
    return person


def leaks(answer: Any) -> bool:
    return not answer.streaming and any(
        secret in answer.content.decode(errors="replace") for secret in SECRETS
    )


def test_every_address_has_a_door():
    """Operations of the API are counted by themselves, below."""
    ours = {name for name in named_urls(get_resolver()) if not name.startswith("api:") or name in DOORS}
    assert ours == set(DOORS)


def test_every_operation_has_a_door():
    assert set(operations()) == set(OPERATIONS)


def test_strangers_are_turned_away(world):
    stranger = caller()
    wrong = []
    for name, _door, method, url in knocks(world, skip={ANYBODY}):
        answer = knock(stranger, method, url)
        to_login = answer.status_code != 302 or answer["Location"].startswith("/login/")
        if answer.status_code not in SHUT or not to_login or leaks(answer):
            wrong.append((name, method, answer.status_code))
    assert not wrong


def test_a_stranger_learns_from_htmx_that_he_is_signed_out(world):
    answer = caller().get("/cases/", headers={"HX-Request": "true"})
    assert answer.status_code == 401


def test_open_doors_give_nothing_away(world):
    stranger = caller()
    for name, door in DOORS.items():
        if door.right == ANYBODY and name != "live:stream":
            answer = knock(stranger, "GET", address(name, door, world))
            assert answer.status_code in {200, 302, 401, 404, 405}, name
            assert not any(secret in answer.text for secret in ("王阿姨", "13905710001", "物业费怎么交")), (
                name
            )


@pytest.mark.parametrize("who", ["outsider", "elsewhere"])
def test_neighbours_find_nothing(world, who):
    """Somebody who holds every right in another company, or in another estate of this one."""
    person = in_post(getattr(world.cast, who), EVERY_ROLE)
    visitor, wrong = caller(person), []
    for name, door, method, url in knocks(world, skip={ANYBODY}):
        shared = door.company and who == "elsewhere"
        answer = knock(visitor, method, url)
        if shared:
            ok = answer.status_code in ADMITTED | {403}
        elif door.of:
            ok = answer.status_code in ({403, 404, 409} if door.own else {403, 404})
        else:
            ok = answer.status_code in ADMITTED
        if not ok or (leaks(answer) and not shared):
            wrong.append((name, method, answer.status_code, leaks(answer)))
    assert not wrong


@pytest.mark.parametrize("role", sorted(ROLES))
def test_without_the_right_nobody_enters(world, role):
    person = in_post(world.cast.guard, [role])
    visitor, wrong = caller(person), []
    for name, door, method, url in knocks(world, skip={ANYBODY, STAFF}):
        if person.permissions & set(door.right.split()) or name == "phone:home":
            continue
        answer = knock(visitor, method, url)
        if answer.status_code not in {403, 404} or leaks(answer):
            wrong.append((name, method, answer.status_code, leaks(answer)))
    assert not wrong


def test_a_form_that_fails_shows_a_guard_no_page_that_he_may_not_open(world):
    """He may report, write a word and log: no door that takes something of him gives him names in return."""
    visitor = caller(in_post(world.cast.guard, ["guard"]))
    posts = [(name, url) for name, _door, method, url in knocks(world) if method == "POST"]
    assert not [name for name, url in posts if leaks(knock(visitor, "POST", url))]


def test_with_every_right_every_door_opens_and_none_breaks(world):
    """An empty form is answered with reasons, never with a fault."""
    person = in_post(world.cast.supervisor, EVERY_ROLE)
    visitor, wrong = caller(person), []
    for name, door, method, url in knocks(world):
        if name == "live:stream":
            continue
        answer = knock(visitor, method, url)
        allowed = ADMITTED | {302} if method == "POST" or door.right == ANYBODY else {200, 302}
        allowed = {401} if door.signed else allowed
        if answer.status_code not in allowed:
            wrong.append((name, method, answer.status_code))
    assert not wrong


def test_every_form_is_protected_from_foreign_pages(world):
    person = in_post(world.cast.supervisor, EVERY_ROLE)
    visitor = Client(enforce_csrf_checks=True, raise_request_exception=False)
    visitor.force_login(person)
    passed = [
        name
        for name, door, method, url in knocks(world)
        if method == "POST" and not door.signed and knock(visitor, method, url).status_code != 403
    ]
    assert not passed


def token_for(person: Any, *scopes: str) -> dict[str, str]:
    with acting_as(system(None)):
        us = system(person.company_id)
        secret = create_token(actor=us, now=time.now(), staff=person, name="test", scopes=scopes)[1]
    return {"Authorization": f"Bearer {secret}"}


def call(operation: str, world: World, headers: dict[str, str]) -> Any:
    """Call an operation with an empty body; nothing that it does stays."""
    method, path = operation.split()
    of = OPERATIONS[operation][2]
    url = "/api/v1" + path.format(pk=world.things[of].pk if of else "", code="accept")
    with transaction.atomic():
        answer = caller().generic(method, url, "{}", "application/json", headers=headers)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_api_asks_for_a_token_with_the_scope(world, operation):
    wanted = OPERATIONS[operation][0]
    others = token_for(world.cast.supervisor, *(set(SCOPES) - {wanted}))
    for headers in ({}, {"Authorization": "Bearer gj_guessed"}, others):
        answer = call(operation, world, headers)
        assert answer.status_code == 401 and not leaks(answer)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_api_hides_things_from_neighbours(world, operation):
    _scope, _right, of = OPERATIONS[operation]
    for who in ("outsider", "elsewhere"):
        person = in_post(getattr(world.cast, who), EVERY_ROLE)
        answer = call(operation, world, token_for(person, *SCOPES))
        assert answer.status_code in ({404, 422} if of else {200, 422}) and not leaks(answer)


def test_the_api_knows_the_posts(world):
    nobody = token_for(in_post(world.cast.guard, []), *SCOPES)
    for operation in OPERATIONS:
        answer = call(operation, world, nobody)
        assert answer.status_code in {403, 404, 409, 422} and not leaks(answer), operation


def test_a_revoked_token_is_dead(world):
    headers = token_for(world.cast.desk, *SCOPES)
    with acting_as(system(None)):
        for token in ApiToken.objects.filter(staff=world.cast.desk):
            revoke_token(actor=world.cast.desk, now=time.now(), token=token)
    assert call("GET /cases", world, headers).status_code == 401
