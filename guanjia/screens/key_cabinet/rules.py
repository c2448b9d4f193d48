"""Where a key hangs, read from the words of its place, and what lending it takes."""

import re

HOOK = re.compile(r"^(?P<cabinet>.*?)[\s\-－—#]*(?P<hook>\d{1,4})\s*(?:号|钩)?$")
ROW = 10
DRAWN_EMPTY = 60
AT_ONCE = {"entrusted": ("consent", "hand_out"), "public": ("hand_out",)}


def hook_of(place: str) -> tuple[str, int]:
    """(cabinet, hook) of a place such as `A柜-12`; a place without a number is a cabinet with hook 0."""
    found = HOOK.match(place.strip())
    return (found["cabinet"], int(found["hook"])) if found else (place.strip(), 0)


def hooks_drawn(taken: set[int]) -> list[int]:
    """The hooks of a cabinet in order: whole rows with the empty ones, only those in use in a very large one."""
    last = max(taken, default=0)
    full = last + -last % ROW
    numbers = set(range(1, full + 1)) if full <= max(DRAWN_EMPTY, 3 * len(taken)) else set()
    return sorted(taken | numbers)


def steps_at_once(kind: str) -> tuple[str, ...]:
    """The steps of lending a key of this kind that are done while the borrower stands at the counter."""
    return AT_ONCE.get(kind, ())
