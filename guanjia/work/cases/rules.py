"""Arithmetic of cases, without Django."""

TITLE_LENGTH = 40


def case_number(prefix: str, day: str, running: int) -> str:
    """`BX261121-0007`: the letters of the procedure, the day, the running number of that day."""
    return f"{prefix}{day}-{running:04d}"


def title_of(title: str, words: str) -> str:
    """What was given, else the beginning of the customer's words up to the first full stop."""
    text = title.strip() or words.strip().split("\n")[0].split("。")[0]
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"
