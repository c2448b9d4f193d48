"""Words by which a thing is found, and the words somebody types. Plain Python.

A term is a lexeme that a prefix query can hit; storing the suffixes of a short text lets a prefix find any part of it.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import pypinyin
import rjieba

LEAST_DIGITS = 4
LONGEST = 60  # signs of a term; what goes beyond is neither kept nor asked for
_WORD = re.compile(r"[0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]+")
_ROOM_MARKS = re.compile(r"[栋幢座]|号楼|单元|[室房层/_\s]+|#")


def folded(text: str) -> str:
    """Full-width to half-width, lower case, no blanks at the ends."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def suffixes(text: str, least: int = 1) -> set[str]:
    """`abc` → {abc, bc, c}, none shorter than `least`."""
    return {text[start:] for start in range(len(text) - least + 1)}


def phone_terms(digits: str) -> set[str]:
    """Every part of at least four digits."""
    return suffixes(digits, LEAST_DIGITS) or {digits}


@lru_cache(maxsize=50_000)
def _sounds(character: str) -> str:
    return (
        pypinyin.lazy_pinyin(character, style=pypinyin.Style.NORMAL, errors="ignore")[0]
        if pypinyin.lazy_pinyin(character, errors="ignore")
        else ""
    )


def name_terms(name: str) -> set[str]:
    """Characters, pinyin and pinyin initials of a name, each from any character on."""
    plain = "".join(_WORD.findall(folded(name)))[:40]
    syllables = [_sounds(character) or character for character in plain]
    spoken = {"".join(syllables[start:]) for start in range(len(syllables))}
    initials = "".join(syllable[0] for syllable in syllables)
    return suffixes(plain) | spoken | suffixes(initials, 2)


def room_terms(key: str) -> set[str]:
    """`3-2-1501` → with and without dashes, from any part on, and building with room number alone."""
    parts = [part for part in folded(key).split("-") if part]
    tails = [parts[start:] for start in range(len(parts))]
    found = {"-".join(tail) for tail in tails} | {"".join(tail) for tail in tails}
    if len(parts) > 2:
        found |= {f"{parts[0]}-{parts[-1]}", parts[0] + parts[-1]}
    return found


def tag_terms(tag: str) -> set[str]:
    """A tag as written; one with digits, a licence plate, also without its dot and by any part of four signs."""
    plain = "".join(_WORD.findall(folded(tag)))
    return {folded(tag), plain} | (suffixes(plain, LEAST_DIGITS) if re.search(r"\d", plain) else set())


def text_terms(text: str) -> set[str]:
    """Chinese words (search mode: long words also by their parts), latin words and numbers."""
    return {word for word in rjieba.cut_for_search(folded(text)) if _WORD.fullmatch(word)}


def lexemes(kind: str, terms: Iterable[str]) -> list[str]:
    """Terms as stored: led by the first letter of the kind, so that one index serves each kind by itself."""
    return sorted({kind[0] + term[:LONGEST] for term in terms if term})


def room_query(text: str) -> str:
    """What a spoken or typed room looks like as a term: `3栋2单元1501室` → `3-2-1501`."""
    return _ROOM_MARKS.sub("-", folded(text)).strip("-").replace("--", "-")


def tsquery(kind: str, typed: str) -> str:
    """The PostgreSQL tsquery that finds `kind` by what was typed; empty when there is too little to go by."""
    text = folded(typed)
    if kind == "unit":
        room = room_query(text)
        return _prefix(kind, room) if any(character.isdigit() for character in room) else ""
    words = _WORD.findall(text)
    if not words:
        return ""
    digits = "".join(words)
    if digits.isdigit():
        return _prefix(kind, digits) if len(digits) >= LEAST_DIGITS else ""
    if kind == "case":
        return " & ".join(
            [_exact(kind, word) for word in sorted(text_terms(text))]
            if not text.isascii()
            else [_prefix(kind, word) for word in words]
        )
    return " & ".join(_prefix(kind, word) for word in words if len(word) > 1 or not word.isascii())


def may_be_common(kind: str, typed: str) -> bool:
    """Whether so many things may have what was typed that the newest are better looked through one by one."""
    text = folded(typed)
    if kind == "unit":
        return "-" not in room_query(text) and len(text) <= LEAST_DIGITS
    if "".join(_WORD.findall(text)).isdigit():
        return False
    return kind == "case" or (text.isascii() and len(text) <= 3)


def _quoted(kind: str, term: str) -> str:
    escaped = term[:LONGEST].replace("\\", "\\\\").replace("'", "''")
    return f"'{kind[0]}{escaped}'"


def _exact(kind: str, term: str) -> str:
    return _quoted(kind, term)


def _prefix(kind: str, term: str) -> str:
    return f"{_quoted(kind, term)}:*"
