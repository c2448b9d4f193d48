"""Writing and reading notices."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from guanjia.engine.access import Actor
from guanjia.engine.live.actions import signal
from guanjia.engine.notify.models import Notification

_GROW = """
INSERT INTO notify_notification (company_id, staff_id, kind, text, link, "group", count, urgent, at)
SELECT company, staff, %(kind)s, %(text)s, %(link)s, %(group)s, 1, %(urgent)s, %(at)s
  FROM unnest(%(companies)s::bigint[], %(people)s::bigint[]) AS told(company, staff)
ON CONFLICT (staff_id, "group") WHERE read_at IS NULL AND NOT ("group" = '') DO UPDATE
  SET text = excluded.text, link = excluded.link, kind = excluded.kind, at = excluded.at,
      count = notify_notification.count + 1, urgent = notify_notification.urgent OR excluded.urgent,
      carried_at = NULL
RETURNING id
"""


@transaction.atomic(savepoint=False)
def notify(
    *,
    to: Iterable[Any],
    kind: str,
    text: str,
    link: str,
    now: datetime,
    urgent: bool = False,
    group: str = "",
) -> list[int]:
    """Tell these members of staff something; returns the ids of the notices.

    Two statements for all; channels take the notices further from the worker (`carrying`). `group` names what belongs together (`case-17`): a person who has not yet read the last
    notice of a group finds it replaced by this one with a higher count, instead of a second line in the bell.
    The caller's scope must cover the people's company.
    """
    people = {person.pk: person for person in to if person.is_active}
    if not people:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_GROW, {
            "kind": kind, "text": text[:300], "link": link, "group": group, "urgent": urgent, "at": now,
            "companies": [person.company_id for person in people.values()], "people": list(people),
        })  # fmt: skip
        written = [pk for (pk,) in cursor.fetchall()]
    signal(topic="notice", staff_ids=tuple(people), text=text[:120], urgent=urgent)
    return written


def read_notice(*, actor: Actor, notice: Notification, now: datetime) -> None:
    """Mark as read; a notice that was read before stays as it is."""
    Notification.objects.filter(pk=notice.pk, staff_id=actor.pk, read_at=None).update(read_at=now)


def read_all(*, actor: Actor, now: datetime) -> int:
    """Mark all of the person's notices as read; returns how many there were."""
    return Notification.objects.filter(staff_id=actor.pk, read_at=None).update(read_at=now)
