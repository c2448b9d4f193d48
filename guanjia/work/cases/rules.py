"""Arithmetic of cases, without Django."""

import re

TITLE_LENGTH = 40
NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){6,14}(?!\d)")


def case_number(prefix: str, day: str, running: int) -> str:
    """`BX261121-0007`: the letters of the procedure, the day, the running number of that day."""
    return f"{prefix}{day}-{running:04d}"


def title_of(title: str, words: str) -> str:
    """What was given, else the beginning of the customer's words up to the first full stop; numbers are masked.

    A title stands in lists, on the wall and in notices, where nobody asked for a phone.
    """
    text = NUMBER.sub(_masked, title.strip() or words.strip().split("\n")[0].split("。")[0])
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"


def _masked(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f"{digits[:3]}****{digits[-2:]}"


def presses(urgency: str, severity: str) -> bool:
    """Whether notices about the matter do not wait for the morning: an emergency, or urgent and serious."""
    return urgency == "emergency" or (urgency == "urgent" and severity == "serious")
