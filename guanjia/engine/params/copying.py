"""What holds at one estate, made to hold at another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.access.once import part_of
from guanjia.engine.params import rules
from guanjia.engine.params.actions import set_parameter
from guanjia.engine.params.declared import declared
from guanjia.engine.params.values import Found, Parameters
from guanjia.engine.sop.duration import Parameter
from guanjia.kernel.errors import Refused


@dataclass(frozen=True)
class Difference:
    """A parameter that is worth one thing there and another here."""

    parameter: Parameter
    theirs: Found
    ours: Found


def differences(theirs: Parameters, ours: Parameters) -> list[Difference]:
    """What would change here if it were as there."""
    both = [Difference(one, theirs.found(key), ours.found(key)) for key, one in declared().items()]
    return [one for one in both if one.theirs.value != one.ours.value]


@transaction.atomic
def copy_parameters(
    *,
    actor: Actor,
    now: datetime,
    source: Any,
    target: Any,
    names: Iterable[str],
    reason: str,
    since: datetime | None = None,
    key: str = "",
) -> int:
    """Let the named parameters be worth at the estate `target`, from `since` on, what they are now at `source`.

    All or none; how many were different. Raises Refused when nothing is named, Forbidden as `set_parameter` does.
    """
    if source.company_id != actor.company_id or source.pk not in actor.estate_ids:
        raise Refused(_("请从您负责的项目里选择来源"), field="source")
    wanted = list(names)
    if not wanted:
        raise Refused(_("请至少选择一项参数"), field="names")
    found = {
        one.parameter.key: one for one in differences(Parameters.of(source, now), Parameters.of(target, now))
    }
    for name in wanted:
        if name in found:
            set_parameter(
                actor=actor, now=now, name=name, value=rules.dump(found[name].theirs.value), reason=reason,
                estate=target, since=since, key=part_of(key, name),
            )  # fmt: skip
    return sum(name in found for name in wanted)
