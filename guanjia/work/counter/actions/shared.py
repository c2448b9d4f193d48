"""What every command of the counter begins and ends with."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.directory.places.models import Estate, Unit
from guanjia.engine.access import Actor, require
from guanjia.engine.live.actions import signal
from guanjia.kernel.errors import Forbidden, Refused

SERVE = "counter.serve"
TOPIC = "counter"


def require_here(actor: Actor, estate: Estate) -> None:
    """Raises Forbidden unless the person serves at the counter of this estate."""
    require(actor, SERVE)
    if estate.company_id != actor.company_id or estate.pk not in actor.estate_ids:
        raise Forbidden(_("这个项目不在您的范围内"))


def require_home_here(unit: Unit | None, estate_id: int) -> None:
    if unit is not None and unit.estate_id != estate_id:
        raise Refused(_("这个房号不在本项目"), field="unit")


def day_at(estate: Estate, now: datetime) -> date:
    """The calendar day of the estate."""
    return now.astimezone(ZoneInfo(estate.time_zone)).date()


def tell(row: Any) -> None:
    """Open counters and boards of the estate look again."""
    signal(estate_id=row.estate_id, topic=TOPIC)
