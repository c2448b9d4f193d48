"""Notices leave the house from the worker, so that nobody who writes one waits for it."""

from datetime import datetime

from django.db import connection, transaction

from guanjia.engine.events import emit
from guanjia.engine.notify.events import NoticeWritten

_CLAIM = """
UPDATE notify_notification SET carried_at = %s WHERE id IN (
  SELECT id FROM notify_notification WHERE carried_at IS NULL ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


@transaction.atomic
def carry(*, now: datetime, most: int = 500) -> int:
    """Hand notices that were written or grew to the channels, once each; returns how many.

    Several workers may do this side by side. The caller's scope decides whose notices are taken.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [now, most])
        taken = tuple(pk for (pk,) in cursor.fetchall())
    if taken:
        emit(NoticeWritten(taken))
    return len(taken)
