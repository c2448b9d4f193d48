"""The words of the procedures are data, so no extractor sees them; each has its English all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from guanjia.engine.sop import Procedure
from guanjia.engine.sop.discovery import versions

HOUSE = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def english() -> set[str]:
    files = HOUSE.rglob("locale/en/LC_MESSAGES/django.po")
    return {entry.id for file in files for entry in read_po(file.open("rb")) if entry.id and entry.string}


def words_of(procedure: type[Procedure]) -> Iterator[str]:
    steps, papers = procedure.steps.values(), procedure.papers
    fields = [*procedure.intake]
    for part in (*steps, *papers):
        fields += part.fields
    yield procedure.label
    yield from (step.label for step in steps)
    yield from (refuse.why for step in steps for refuse in step.refuses)
    yield from (word for paper in papers for word in (paper.title, *paper.signers))
    yield from (word for one in fields for word in (one.label, one.help, *dict(one.choices).values()))
    yield from (one.label for one in procedure.targets)
    yield from (word for one in procedure.parameters.values() for word in (one.label, one.unit, one.help))


@pytest.mark.parametrize("procedure", list(versions()), ids=lambda one: one.key)
def test_every_word_has_its_english(procedure, english):
    assert not {word for word in words_of(procedure) if word and word not in english}
