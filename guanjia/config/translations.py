"""Compiles each app's `django.po` to the `.mo` that gettext reads; GNU gettext is not needed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from guanjia.config import discovery


def compile_all() -> int:
    """Compile what is new; how many files were written."""
    return sum(_compile(source) for source in sorted(discovery.ROOT.rglob("locale/*/LC_MESSAGES/*.po")))


def _compile(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parts[-3].replace("-", "_"), abort_invalid=True)
    with target.open("wb") as out:
        write_mo(out, catalog)
    return True
