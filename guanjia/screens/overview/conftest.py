"""Cases, clocks, calls and answers made to measure, for numbers counted by hand."""

from datetime import timedelta

import pytest

from guanjia.engine.access import system
from guanjia.engine.clock.models import Clock, TargetText
from guanjia.work.cases.models import Case
from guanjia.work.followups.models import Answer, FollowUp


@pytest.fixture
def world(cast, acting, now):
    """Nothing yet; everything that the test makes is of this week unless it says otherwise."""
    with acting(system(cast.company.pk)):
        yield World(cast, now)


class World:
    def __init__(self, cast, now):
        self.cast, self.now, self.count = cast, now, 0
        self.target = TargetText.objects.create(company=cast.company, digest="d", says={})

    def case(self, *, days_old=1.0, estate=None, **facts):
        self.count += 1
        opened = self.now - timedelta(days=days_old)
        plain = {
            "company": self.cast.company, "estate": estate or self.cast.estate, "number": f"BX{self.count:04d}",
            "procedure": "repair", "procedure_key": "repair@1", "title": f"第 {self.count} 件", "opened_at": opened,
            "handler": self.cast.technician, "department": self.cast.engineering,
        }  # fmt: skip
        return Case.objects.create(**plain | facts)

    def clock(self, case, metric, *, due, ended, cycle=1, state="met"):
        Clock.objects.create(
            company=case.company, estate=case.estate, subject_type="cases.case", subject_id=case.pk, metric=metric,
            cycle=cycle, target=self.target, target_seconds=60, started_at=case.opened_at, changed_at=case.opened_at,
            due_at=self.now + due, ended_at=ended and self.now + ended, state=state,
            running_since=None if ended else case.opened_at, breached_at=self.now if state == "breached" else None,
        )  # fmt: skip

    def followup(self, case, *, due, state="answered", ended=None, stars=None, cycle=1):
        made = FollowUp.objects.create(
            company=case.company, estate=case.estate, case=case, cycle=cycle, state=state, opened_at=case.opened_at,
            not_before=case.opened_at, due_at=self.now + due, ended_at=ended and self.now + ended,
        )  # fmt: skip
        if stars:
            Answer.objects.create(
                company=case.company, estate=case.estate, followup=made, at=self.now + ended, by=self.cast.desk,
                way="phone", stars=stars, satisfied=stars > 2,
            )  # fmt: skip
