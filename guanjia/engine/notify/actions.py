"""Writing and reading notices."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import translation

from guanjia.engine.access import Actor
from guanjia.engine.live.actions import signal
from guanjia.engine.notify.models import Notification

Text = str | Callable[[], str]

_GROW = """
INSERT INTO notify_notification (company_id, staff_id, kind, text, link, "group", count, urgent, at)
SELECT company, staff, %(kind)s, text, %(link)s, %(group)s, 1, %(urgent)s, %(at)s
  FROM unnest(%(companies)s::bigint[], %(people)s::bigint[], %(texts)s::text[]) AS told(company, staff, text)
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
    text: Text,
    link: str,
    now: datetime,
    urgent: bool = False,
    group: str = "",
) -> list[int]:
    """Tell these members of staff something; returns the ids of the notices.

    A `text` that is a function is asked once for each language of the people told, and answers in it. Two
    statements for all of one language; channels take the notices further from the worker (`carrying`). `group`
    names what belongs together (`case-17`): a person who has not yet read the last notice of a group finds it
    replaced by this one with a higher count, instead of a second line in the bell. The caller's scope must cover
    the people's company.
    """
    people = {person.pk: person for person in to if person.is_active}
    if not people:
        return []
    texts = _texts(people, text)
    with connection.cursor() as cursor:
        cursor.execute(_GROW, {
            "kind": kind, "link": link, "group": group, "urgent": urgent, "at": now, "people": list(people),
            "companies": [person.company_id for person in people.values()],
            "texts": [texts[pk][:300] for pk in people],
        })  # fmt: skip
        written = [pk for (pk,) in cursor.fetchall()]
    for said in dict.fromkeys(texts.values()):
        told = tuple(pk for pk in people if texts[pk] == said)
        signal(topic="notice", staff_ids=told, text=said[:120], urgent=urgent)
    return written


def _texts(people: Mapping[Any, Any], text: Text) -> dict[Any, str]:
    """What each of them reads, in his language."""
    if isinstance(text, str):
        return dict.fromkeys(people, text)
    said: dict[str, str] = {}
    for language in {person.language for person in people.values()}:
        with translation.override(language):
            said[language] = str(text())
    return {pk: said[person.language] for pk, person in people.items()}


def read_notice(*, actor: Actor, notice: Notification, now: datetime) -> None:
    """Mark as read; a notice that was read before stays as it is."""
    Notification.objects.filter(pk=notice.pk, staff_id=actor.pk, read_at=None).update(read_at=now)


def read_all(*, actor: Actor, now: datetime) -> int:
    """Mark all of the person's notices as read; returns how many there were."""
    return Notification.objects.filter(staff_id=actor.pk, read_at=None).update(read_at=now)
