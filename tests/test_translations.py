"""The English is complete: every Chinese message in code and templates has one, with the same blanks."""

import io
import re
from pathlib import Path

import pytest
from babel.messages import extract
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from guanjia.config import discovery

HOUSE = discovery.ROOT
KEYWORDS = {
    "_": None,
    "written": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
BLANK = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")
Key = tuple[str, str]  # context, and the message itself
APPS = [HOUSE / Path(*app.split(".")[1:]) for app in discovery.apps()]


def messages(folder: Path) -> dict[Key, str]:
    """Message → where it stands."""
    found: dict[Key, str] = {}
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("templates/**/*.html"), *folder.rglob("*.txt")]):
        if path.name.startswith("test_") or "migrations" in path.parts:
            continue
        text = path.read_text()
        # Brackets: what is left of a template is indented at will.
        source = text if path.suffix == ".py" else f"({templatize(text)}\n)"
        for line, message, _, context in extract.extract("python", io.BytesIO(source.encode()), KEYWORDS):
            if message:
                key = message if isinstance(message, str) else message[0]
                found[context or "", key] = f"{path.relative_to(HOUSE)}:{line}"
    return found


@pytest.fixture(scope="session")
def english() -> dict[Key, tuple[str, ...]]:
    """Every translation there is; gettext merges the catalogues of all apps."""
    known: dict[Key, tuple[str, ...]] = {}
    for path in HOUSE.rglob("locale/en/LC_MESSAGES/django.po"):
        for entry in _read(path):
            if entry.id and entry.string and not entry.fuzzy:
                one = entry.id if isinstance(entry.id, str) else entry.id[0]
                known[entry.context or "", one] = (
                    (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
                )
    return known


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


@pytest.mark.parametrize("folder", APPS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_english_is_complete(folder, english):
    missing = {
        key: where for key, where in messages(folder).items() if key[1] and not all(english.get(key, ("",)))
    }
    assert not missing


def test_a_message_has_one_english():
    """gettext merges the catalogues of all apps, and the last app would win."""
    said: dict[Key, dict[str, str]] = {}
    for path in sorted(HOUSE.rglob("locale/en/LC_MESSAGES/django.po")):
        for entry in _read(path):
            if entry.id and entry.string:
                key = entry.context or "", str(entry.id)
                said.setdefault(key, {})[str(entry.string)] = str(path.relative_to(HOUSE))
    assert not {key: texts for key, texts in said.items() if len(texts) > 1}


def test_translations_keep_the_blanks(english):
    wrong = {
        one: text
        for (_, one), texts in english.items()
        for text in texts
        if not set(BLANK.findall(text)) <= set(BLANK.findall(one))
        or (len(texts) == 1 and set(BLANK.findall(text)) != set(BLANK.findall(one)))
    }
    assert not wrong
