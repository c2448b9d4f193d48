"""What the calendar begins by itself: once a month, where it applies, and not when somebody has begun it."""

from datetime import date

from guanjia.engine.access import system
from guanjia.registers.committee_members.models import CommitteeMember
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case


def begun(acting, estate) -> list[str]:
    with acting(system(None)):
        return sorted(Case.objects.filter(estate=estate).values_list("procedure", flat=True))


def test_january_brings_the_plan_the_meeting_and_the_report_once(acting, cast, at):
    with acting(system(cast.company.pk)):
        CommitteeMember.objects.create(
            company=cast.company, estate=cast.estate, unit=cast.unit, name="王阿姨",
            since=date(2026, 1, 1), until=date(2028, 12, 31),
        )  # fmt: skip
    actions.begin_recurring(now=at("2027-01-04 06:20"))
    assert begun(acting, cast.estate) == []
    for _again in range(2):
        actions.begin_recurring(now=at("2027-01-06 06:20"))
    assert begun(acting, cast.estate) == ["committee_meeting", "common_income", "culture_plan", "visit_plan"]
    assert begun(acting, cast.other_estate) == ["common_income", "culture_plan"]  # which has no committee


def test_what_somebody_has_begun_is_not_begun_again(acting, cast, at):
    with acting(cast.supervisor):
        actions.register_case(
            actor=cast.supervisor,
            now=at("2027-01-02 09:00"),
            estate=cast.estate,
            procedure="culture_plan",
            words="计划",
        )
    actions.begin_recurring(now=at("2027-01-06 06:20"))
    assert begun(acting, cast.estate) == ["common_income", "culture_plan", "visit_plan"]
