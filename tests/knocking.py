"""Trying the doors of the house, as one person or another."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from guanjia.directory.team.roles import ROLES
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.doors import Door
from guanjia.testing.world import SECRETS, World, doors

DOORS = doors()
EVERY_ROLE = sorted(set(ROLES) - {"owner"})


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
