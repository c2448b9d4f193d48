"""The whole standard of an estate: its parameters and its deadlines in one go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.engine.access import Actor
from guanjia.engine.clock.copying import copy_policies
from guanjia.engine.params.copying import copy_parameters


@transaction.atomic
def copy_standard(
    *,
    actor: Actor,
    now: datetime,
    source: Any,
    target: Any,
    names: Sequence[str],
    policies: Sequence[str],
    reason: str,
    since: datetime | None = None,
    key: str = "",
) -> tuple[int, int]:
    """How many parameters and how many policies became as they are at `source`. Raises as the two copies do."""
    places = {"source": source, "target": target}
    numbers = 0
    if names:
        numbers = copy_parameters(
            actor=actor, now=now, names=names, reason=reason, since=since, key=key, **places
        )
    done = copy_policies(actor=actor, now=now, codes=policies, **places) if policies else 0
    return numbers, done
