"""The roster of next month as the manual tells it."""

from datetime import date, timedelta

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Refused
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case
from guanjia.work.roster.actions import set_shift, set_up_kinds

READY = {"told_how": "group"}


@pytest.fixture
def put(cast, acting, now):
    """Shifts of 老张 on these days."""

    def put(*days):
        with acting(cast.supervisor):
            kind = set_up_kinds(actor=cast.supervisor, now=now)[0]
            for day in days:
                set_shift(
                    actor=cast.supervisor, now=now, estate=cast.estate, staff=cast.guard, day=day, kind=kind
                )

    return put


def test_it_is_ready_when_every_day_has_somebody(cast, acting, put, walk, due, at):
    day = at("2026-11-20 06:20")
    for _again in range(2):
        actions.begin_recurring(now=day)
    with acting(system(None)):
        assert not Case.objects.filter(procedure="roster_plan").exists()  # no estate keeps a roster yet
    put(date(2026, 11, 20))
    for _again in range(2):
        actions.begin_recurring(now=day)
    with acting(system(None)):
        case = Case.objects.get(procedure="roster_plan")
    assert case.answers["month"] == "2026-12" and f"{due(case, 'plan'):%m-%d}" in ("11-30", "12-01")
    with pytest.raises(Refused, match="31 天没有人上班：12-01、12-02"):
        walk(case, day, (cast.supervisor, "plan", READY))
    put(*(date(2026, 12, 1) + timedelta(days=n) for n in range(30)))
    with pytest.raises(Refused, match="1 天没有人上班：12-31"):
        walk(case, day, (cast.supervisor, "plan", READY))
    put(date(2026, 12, 31))
    assert walk(case, day, (cast.supervisor, "plan", READY)).state == "closed"
    with acting(cast.supervisor), pytest.raises(Refused, match="2026-12 的排班已在"):
        actions.register_case(
            actor=cast.supervisor, now=day, estate=cast.estate, procedure="roster_plan", words="排班"
        )
