"""Procedures that the calendar begins: the January plan, the quarter's meeting."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Estate
from guanjia.engine import sop
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import discovery
from guanjia.kernel.errors import Refused
from guanjia.work.cases.actions.register import register_case
from guanjia.work.cases.models import Case


def begin_recurring(*, now: datetime) -> int:
    """Begin at every estate what its month asks for and nobody has begun this month. Returns how many.

    An estate where the procedure's own opening refuses, for want of a committee, say, is passed over.
    """
    recurring, begun = [one for one in discovery.everything() if one.begins_in], 0
    with acting_as(system(None)):
        estates = list(Estate.objects.order_by("pk"))
    for estate in estates:
        with acting_as(system(estate.company_id)):
            for spec in recurring:
                try:
                    begun += _begin(spec, estate, now=now)
                except Refused:
                    continue
    return begun


@transaction.atomic
def _begin(spec: type[sop.Procedure], estate: Estate, *, now: datetime) -> bool:
    today, numbers = now.astimezone(ZoneInfo(estate.time_zone)), Parameters.of(estate, now)
    months = numbers.value(f"{spec.code}.begins_in")
    if str(today.month) not in months or today.day < numbers.value(f"{spec.code}.begins_on"):
        return False
    first = today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if Case.objects.filter(estate=estate, procedure=spec.code, opened_at__gte=first).exists():
        return False
    register_case(
        actor=system(estate.company_id), now=now, estate=estate, procedure=spec.code,
        words=_("%(procedure)s：到了日子，由系统发起") % {"procedure": _(spec.label)},
        key=f"begins:{spec.code}:{estate.pk}:{first:%Y-%m}",
    )  # fmt: skip
    return True
