"""When sign-in is locked, and the passwords that the system makes."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import pypinyin

LOGIN_FAILURES = 5
ADDRESS_FAILURES = 30
LOCKED_FOR = timedelta(minutes=15)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def locked_until(failures: Sequence[datetime], *, allowed: int, now: datetime) -> datetime | None:
    """When the lock that these failures (newest first) caused ends; None when there is none.

    `allowed` failures within LOCKED_FOR lock for LOCKED_FOR from the last of them.
    """
    if len(failures) < allowed or failures[0] - failures[allowed - 1] > LOCKED_FOR:
        return None
    until = failures[0] + LOCKED_FOR
    return until if until > now else None


def new_password() -> str:
    """Twelve characters that can be read out on the phone: no 0/o, 1/l/i."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def pinyin_of(name: str) -> str:
    """`zhangsan zs`: whole and initials, for finding colleagues."""
    syllables = pypinyin.lazy_pinyin(name)
    return f"{''.join(syllables)} {''.join(each[:1] for each in syllables)}".lower()[:120]
