"""The deadlines of one estate, made to hold at another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.clock.actions.settings import EDIT, create_policy, publish_policy
from guanjia.engine.clock.models import Calendar, ClockPolicy
from guanjia.kernel.errors import Refused


@dataclass(frozen=True)
class Difference:
    """A policy that says one thing there and another here; `ours` is None where nothing counts."""

    theirs: ClockPolicy
    ours: ClockPolicy | None

    @property
    def code(self) -> str:
        return self.theirs.code


def differences(*, actor: Actor, source: Any, target: Any) -> list[Difference]:
    """What would count here if it were as there. Two statements."""
    there, here = _counting(actor, source), _counting(actor, target)
    both = [Difference(one, here.get(code)) for code, one in there.items()]
    return [one for one in both if one.ours is None or _rules(one.theirs) != _rules(one.ours)]


@transaction.atomic
def copy_policies(*, actor: Actor, now: datetime, source: Any, target: Any, codes: Iterable[str]) -> int:
    """Let these policies say at the estate `target`, for new matters, what they say at `source`; how many did not.

    Raises Refused when a deadline runs by a calendar that the target has not, Forbidden as `create_policy` does.
    """
    require(actor, EDIT)
    if source.company_id != actor.company_id or source.pk not in actor.estate_ids:
        raise Refused(_("请从您负责的项目里选择来源"), field="source")
    wanted = set(codes)
    found = [one for one in differences(actor=actor, source=source, target=target) if one.code in wanted]
    if found:
        _refuse_strange_calendars(actor, target, found)
    for one in found:
        rules = one.theirs.current.parsed  # type: ignore[union-attr]
        if one.ours is not None and one.ours.estate_id == target.pk:
            seen = one.ours.current.number  # type: ignore[union-attr]
            publish_policy(actor=actor, now=now, policy=one.ours, rules=rules, seen=seen)
        else:
            create_policy(
                actor=actor, now=now, code=one.code, name=one.theirs.name, rules=rules, estate=target
            )
    return len(found)


def _counting(actor: Actor, estate: Any) -> dict[str, ClockPolicy]:
    seen = ClockPolicy.objects.visible_to(actor).select_related("current", "estate", "branch")
    place = {"company_id": estate.company_id, "branch_id": estate.branch_id, "estate_id": estate.pk}
    return {one.code: one for one in seen.nearest(**place)}


def _rules(policy: ClockPolicy) -> Any:
    return policy.current.rules  # type: ignore[union-attr]


def _refuse_strange_calendars(actor: Actor, target: Any, found: Iterable[Difference]) -> None:
    place = {"company_id": target.company_id, "branch_id": target.branch_id, "estate_id": target.pk}
    known = set(Calendar.objects.visible_to(actor).nearest(**place).values_list("code", flat=True))
    for one in found:
        codes = {aim.calendar for rule in one.theirs.current.parsed for aim in rule.targets.values()}  # type: ignore[union-attr]
        if strange := codes - known - {""}:
            raise Refused(
                _("“%(policy)s”按日历“%(calendar)s”计时，请先为目标项目设置这个日历")
                % {"policy": _(one.theirs.name), "calendar": "、".join(sorted(strange))},
                field="policies",
            )
