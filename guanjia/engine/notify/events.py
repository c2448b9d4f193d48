"""What notices tell the rest of the house."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NoticeWritten:
    """These notices were written or grew; channels take them further (e-mail)."""

    notice_ids: tuple[int, ...]
