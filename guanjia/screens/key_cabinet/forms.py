"""What is filled in to lend a key, according to its kind."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.engine.access import Actor
from guanjia.engine.sop import latest
from guanjia.engine.sop.fields import Field
from guanjia.registers.keys.models import Key
from guanjia.screens.key_cabinet.queries import PROCEDURE
from guanjia.screens.key_cabinet.rules import steps_at_once
from guanjia.work.cases.fields import MOMENT
from guanjia.work.cases.forms import AnswersForm

BACK_AT, LATEST_ASK = 18, 17


class LendForm(AnswersForm):
    """Who takes the key until when; signed for at once where nobody has to approve."""

    def __init__(self, key: Key, data: Any = None, files: Any = None, *, actor: Actor, now: datetime) -> None:
        first = {"who": "staff", "back_by": _back_by(now, key.estate.time_zone).strftime(MOMENT)}
        super().__init__(
            _asked(key), data, files, actor=actor, estate_id=key.estate_id, prefix="lend", initial=first
        )
        self.fields["purpose"].widget.attrs["rows"] = 2


def _asked(key: Key) -> list[Field]:
    procedure, steps = latest(PROCEDURE), steps_at_once(key.kind)
    asked = [field for field in procedure.intake if field.code != "key"]
    for code in steps:
        fields = procedure.steps[code].fields
        if code == "hand_out" and "consent" in steps:
            fields = tuple(replace(field, shown_if=("consent", (True,))) for field in fields)
        asked += fields
    return asked


def _back_by(now: datetime, zone: str) -> datetime:
    """Six in the evening, of tomorrow when it is late in the day."""
    local = now.astimezone(ZoneInfo(zone))
    day = local if local.hour < LATEST_ASK else local + timedelta(days=1)
    return day.replace(hour=BACK_AT, minute=0, second=0, microsecond=0)
