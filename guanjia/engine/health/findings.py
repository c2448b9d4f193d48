"""What a self-check found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` says what to do about a fault; empty when there is none."""

    name: str
    ok: bool
    text: str
    mend: str = ""


def good(name: str, text: str) -> Finding:
    return Finding(name, True, text)


def bad(name: str, text: str, mend: str) -> Finding:
    return Finding(name, False, text, mend)
