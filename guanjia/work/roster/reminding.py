"""Next month's roster is ready by the end of this month; who makes it is reminded while it is not."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Estate
from guanjia.directory.team.models import Staff
from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.notify.actions import notify
from guanjia.engine.params.values import value
from guanjia.work.roster import rules
from guanjia.work.roster.models import DutyShift
from guanjia.work.roster.parameters import REMIND


def remind_of_roster(*, now: datetime) -> int:
    """Tell the supervisors of estates that keep a roster and have none for next month. Returns how many estates."""
    with acting_as(system(None)), transaction.atomic():
        return sum(_remind(estate, now) for estate in Estate.objects.order_by("pk"))


def _remind(estate: Estate, now: datetime) -> bool:
    today = now.astimezone(ZoneInfo(estate.time_zone)).date()
    this, ahead = rules.days_of(today), rules.month_after(today)
    rows = DutyShift.objects.filter(estate=estate, cancelled_at=None)
    if (this[-1] - today).days >= value(REMIND, estate=estate, now=now) or not rows.filter(
        day__in=this
    ).exists():
        return False
    if rows.filter(day__in=rules.days_of(ahead)).exists():
        return False
    here = Q(everywhere=True) | Q(estates__contains=[estate.pk])
    people = Staff.objects.filter(here, company_id=estate.company_id, roles__overlap=[SUPERVISOR, MANAGER])
    month = f"{ahead:%Y-%m}"
    notify(
        to=people, kind="roster.missing", now=now, link=f"{reverse('roster:month')}?month={month}&estate={estate.pk}",
        text=lambda: _("下月排班还没有排：%(estate)s %(month)s") % {"estate": estate.name, "month": month},
        group=f"roster-{estate.pk}-{month}",
    )  # fmt: skip
    return True
