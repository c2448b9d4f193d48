"""What a pass is worth at a moment. The page's script judges by the same rule when there is no network."""

from datetime import datetime

GOOD, NEVER, EARLY, LAPSED = "good", "never", "early", "lapsed"


def worth(now: datetime, *, never: bool, since: datetime | None, until: datetime | None) -> str:
    """`never` wins over time; a pass is good from `since` until just before `until`, None being open."""
    if never:
        return NEVER
    if since and now < since:
        return EARLY
    return LAPSED if until and now >= until else GOOD
