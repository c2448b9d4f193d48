"""A command with a key is carried out once, however often it arrives."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from guanjia.engine.access.actor import Actor
from guanjia.engine.access.models import Command
from guanjia.kernel.errors import Refused

_FIRST = """
INSERT INTO access_command (company_id, verb, actor_id, key, digest, at) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT ON CONSTRAINT command_once DO NOTHING RETURNING id
"""


class DigestedKey(str):
    """A key that also knows what was asked (a digest of it): the same key with another request is refused."""

    digest: str

    def __new__(cls, key: str, digest: str) -> "DigestedKey":
        made = super().__new__(cls, key)
        made.digest = digest
        return made


def part_of(key: str, part: object) -> str:
    """The key of one part of a command, which goes with the same request as the whole; empty without a key."""
    if not key:
        return ""
    derived = f"{key}-{part}"
    return DigestedKey(derived, key.digest) if isinstance(key, DigestedKey) else derived


def once[M: models.Model](
    kind: type[M], *, key: str, verb: str, actor: Actor, now: datetime, make: Callable[[], M]
) -> M:
    """Run `make` and remember its row under the key; a repeat waits for the first and returns its row.

    An empty key means that the caller has none: `make` simply runs. Raises Refused when a `DigestedKey` comes with
    another digest than the first time.
    """
    if not key:
        return make()
    with transaction.atomic(savepoint=False):
        ours = {"company_id": actor.company_id, "verb": verb, "actor_id": actor.pk, "key": key}
        digest = getattr(key, "digest", "")
        number = _write_first(ours, digest, now=now)
        if number is None:
            command = Command.objects.select_for_update().get(**ours)
            if digest and command.digest and digest != command.digest:
                raise Refused(
                    _("这个 Idempotency-Key 已用于另一个内容不同的请求，请换一个新的"), code="key_reused"
                )
            if command.object_id is not None:
                return kind._default_manager.get(pk=command.object_id)
            number = command.pk
        made = make()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE access_command SET object_id = %s WHERE id = %s", [made.pk, number])
        return made


def done[M: models.Model](kind: type[M], *, key: str, verb: str, actor: Actor) -> M | None:
    """What the actor's command of this key made before, if it was carried out: for a form that arrives again."""
    ours = {"company_id": actor.company_id, "verb": verb, "actor_id": actor.pk, "key": key}
    made = Command.objects.filter(**ours).values_list("object_id", flat=True).first() if key else None
    return kind._default_manager.filter(pk=made).first() if made else None


def _write_first(ours: dict[str, Any], digest: str, *, now: datetime) -> int | None:
    """The number of the command when it is the first of its key; waits for one that is still being carried out."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [*ours.values(), digest, now])
        found = cursor.fetchone()
    return found[0] if found else None
