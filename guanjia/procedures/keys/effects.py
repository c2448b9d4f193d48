"""What lending does to the key."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.registers.keys import actions
from guanjia.registers.keys.models import Key


def look_at_key(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """What kind of key it is. Raises Refused while somebody has it."""
    key = _key(answers)
    if key.is_out:
        raise Refused(
            _("%(tag)s 已借给%(who)s，还没有归还") % {"tag": key.tag, "who": key.held_by}, field="key"
        )
    return {"key_kind": key.kind}


def hand_out(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    facts = case.answers
    back_by = datetime.fromisoformat(facts["back_by"])
    actions.lend_key(key=_key(facts), actor=actor, now=now, to=facts["borrower"], back_by=back_by)


def take_back(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Back in its place, or out of the register when it is lost."""
    key = _key(case.answers)
    if answers["key_state"] == "lost":
        actions.lose_key(key=key, actor=actor, now=now, why=answers["key_note"])
    else:
        actions.return_key(key=key, actor=actor, now=now)


def _key(facts: Answers) -> Key:
    return Key.objects.get(pk=facts["key"])
