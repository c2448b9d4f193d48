"""What a page costs: SQL statements for the server, bytes for the office line."""

import gzip
import re
from functools import cache
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from knocking import DOORS, EVERY_ROLE, address, in_post

from guanjia.kernel import time
from guanjia.testing.leaks import leak
from guanjia.testing.world import World

COMPRESSED = {"Accept-Encoding": "gzip, br"}
MOST_STATEMENTS = 12
FIRST_VISIT, PARTIAL = 150_000, 15_000
ASSET = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.(?:css|js)$)")
# Answered by a stream, a file, or a redirect; and the workshop of programmers, who have a fast line.
NO_PAGES = {
    "api:openapi-view",
    "live:stream",
    "roster:export",
    "reports:export",
    "cases:attachment",
    "phone:photo",
    "meters:photo",
    "notify:open",
}
PAGES = [name for name, door in DOORS.items() if "GET" in door.methods and name not in NO_PAGES]


@pytest.fixture(scope="module")
def built(built: World, django_db_blocker) -> World:
    """A busy estate: the usual things, and forty leaks more."""
    with django_db_blocker.unblock():
        for number in range(40):
            leak(built.cast, time.now(), f"水管漏水,第 {number} 处", caller_phone=f"1390571{number:04d}")
    return built


@pytest.fixture
def reader(world) -> Client:
    """Somebody who may see everything, and so gets the dearest pages."""
    client = Client()
    client.force_login(in_post(world.cast.supervisor, EVERY_ROLE))
    return client


def plain(answer) -> str:
    """The page behind the compression."""
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.content) if packed else answer.content).decode()


@cache
def weight(asset: str) -> int:
    """Bytes over the wire: static files are compressed once, when they are collected."""
    return len(brotli.compress(Path(finders.find(asset)).read_bytes()))


def first_visit(answer) -> int:
    """Bytes of the page and of all that it loads."""
    if answer.streaming:  # a file to keep, not a page
        return 0
    assets = {HASH.sub("", found) for found in ASSET.findall(plain(answer))}
    return len(answer.content) + sum(map(weight, assets))


def test_pages_need_twelve_statements_at_most_and_a_first_visit_is_light(reader, world):
    dear, heavy = {}, {}
    for name in PAGES:
        with CaptureQueriesContext(connection) as spent:
            answer = reader.get(address(name, DOORS[name], world), headers=COMPRESSED)
        if len(spent) > MOST_STATEMENTS:
            dear[name] = len(spent)
        if (bytes_ := first_visit(answer)) > FIRST_VISIT:
            heavy[name] = bytes_
    assert not dear and not heavy


@pytest.mark.parametrize(
    "name", ["cases:list", "desk:customers", "desk:search", "board:board", "cases:case", "desk:mine"]
)
def test_a_partial_is_lighter_still(reader, world, name):
    answer = reader.get(address(name, DOORS[name], world), headers={"HX-Request": "true"} | COMPRESSED)
    assert "<html" not in plain(answer)
    assert len(answer.content) <= PARTIAL
