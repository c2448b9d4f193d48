"""Heavy libraries are there for whoever asks, and not loaded for who does not."""

import subprocess
import sys

import pytest

from guanjia.config.later import LATER


def answers(code: str) -> str:
    """What a fresh process prints that loads these libraries later."""
    program = f"import sys\nfrom guanjia.config.later import load_later\nload_later()\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout.strip()


def test_nothing_is_loaded_by_import_alone():
    code = "".join(f"import {name}\n" for name in LATER)
    assert (
        answers(f"{code}print([m for m in sys.modules if m.partition('.')[0] in {LATER} and '.' in m])")
        == "[]"
    )


@pytest.mark.parametrize(
    "code",
    [
        "import pypinyin\nprint(pypinyin.lazy_pinyin('何'))",
        "from pypinyin import lazy_pinyin\nprint(lazy_pinyin('何'))",
        "from pypinyin.core import lazy_pinyin\nprint(lazy_pinyin('何'))",
        "import pypinyin\nfrom pypinyin import lazy_pinyin\nprint(pypinyin.lazy_pinyin('何'))",
    ],
)
def test_however_it_is_asked_the_library_answers(code):
    assert answers(code) == "['he']"


def test_what_a_library_has_not_is_said_as_usual():
    code = "import pypinyin\ntry:\n    pypinyin.nothing\nexcept AttributeError as no:\n    print(no)"
    assert "pypinyin" in answers(code)
