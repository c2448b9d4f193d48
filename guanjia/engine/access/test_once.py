"""A key is for one request, and so are the keys of its parts."""

import pytest

from guanjia.engine.access.once import DigestedKey, once, part_of
from guanjia.kernel.errors import Refused


@pytest.fixture
def build(cast, as_system, now):
    kind = type(cast.building)
    names = iter("4567")

    def build(key):
        def make():
            return kind.objects.create(company=cast.company, estate=cast.estate, name=next(names))

        return once(kind, key=key, verb="building.create", actor=cast.desk, now=now, make=make)

    return build


def test_a_part_goes_with_the_same_request_as_the_whole(build):
    photo = part_of(DigestedKey("a", "one"), 0)
    assert (photo, photo.digest) == ("a-0", "one")
    first = build(photo)
    assert build(part_of(DigestedKey("a", "one"), 0)) == first
    with pytest.raises(Refused) as no:
        build(part_of(DigestedKey("a", "another"), 0))
    assert no.value.code == "key_reused"


def test_parts_are_told_apart_and_without_a_key_there_are_none(build):
    assert build(part_of("a", 0)) != build(part_of("a", 1))
    assert part_of("", 0) == ""
    assert build(part_of("", 0)) != build(part_of("", 0))
