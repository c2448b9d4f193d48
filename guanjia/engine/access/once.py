"""A command with a key is carried out once, however often it arrives."""

from collections.abc import Callable
from datetime import datetime

from django.db import models, transaction

from guanjia.engine.access.actor import Actor
from guanjia.engine.access.models import Command


def once[M: models.Model](
    kind: type[M], *, key: str, verb: str, actor: Actor, now: datetime, make: Callable[[], M]
) -> M:
    """Run `make` and remember its row under the key; a repeat waits for the first and returns its row.

    An empty key means that the caller has none: `make` simply runs.
    """
    if not key:
        return make()
    with transaction.atomic():
        ours = {"company_id": actor.company_id, "verb": verb, "actor_id": actor.pk, "key": key}
        Command.objects.bulk_create([Command(**ours, at=now)], ignore_conflicts=True)
        command = Command.objects.select_for_update().get(**ours)
        if command.object_id is not None:
            return kind._default_manager.get(pk=command.object_id)
        made = make()
        Command.objects.filter(pk=command.pk).update(object_id=made.pk)
        return made
