"""No door opens to a stranger, a neighbour, or somebody without the right; and none breaks when it is tried.

Which doors there are, each app says itself in a `test_doors.py` (guanjia/testing/doors.py).
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from knocking import DOORS, EVERY_ROLE, address, caller, in_post, knock, knocks, leaks

from guanjia.config import discovery
from guanjia.directory.team.roles import ROLES, permissions_of
from guanjia.testing.doors import ANYBODY, STAFF

SHUT = {302, 401, 403, 404}
ADMITTED = {200, 204, 302, 400, 404, 409, 422}


def named_urls(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from named_urls(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}"


def place_of(name: str) -> str:
    """The file in which the door of an address belongs."""
    space = name.partition(":")[0]
    home = {urls.app_name: urls.__package__ for urls in discovery.modules("urls")}
    return f"{home[space].replace('.', '/')}/test_doors.py" if space in home else "guanjia/testing/world.py"


def test_every_address_has_a_door():
    """Operations of the API are counted in test_api_doors.py."""
    ours = {name for name in named_urls(get_resolver()) if not name.startswith("api:") or name in DOORS}
    missing = [f"{place_of(name)} has no door for {name}" for name in sorted(ours - set(DOORS))]
    needless = [f"{place_of(name)} has {name}, which is no address" for name in sorted(set(DOORS) - ours)]
    assert missing + needless == []


def test_every_door_leads_to_something(world):
    nowhere = {
        f"{place_of(name)}: {door.of}" for name, door in DOORS.items() if door.of not in {"", *world.things}
    }
    assert nowhere == set()


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


@pytest.mark.parametrize("others", [sorted(ROLES), []], ids=["every other post", "no post"])
def test_without_the_right_nobody_enters(world, others):
    """Rights only add up: who holds all posts that lack the right stands for the holder of each."""
    person, wrong = world.cast.guard, []
    visitor = caller(person)
    for name, door, method, url in knocks(world, skip={ANYBODY, STAFF}):
        if name == "phone:home":
            continue
        opens = set(door.right.split())
        in_post(person, [role for role in others if not opens & permissions_of([role])])
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
