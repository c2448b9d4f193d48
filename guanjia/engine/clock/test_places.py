"""The nearest standard counts: the estate's, its branch's, the company's, what is shipped."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.clock import actions
from guanjia.engine.clock.migration import Aim
from guanjia.engine.clock.models import Calendar, Clock, ClockMigration, ClockPolicy
from guanjia.engine.clock.queries import preview_migration
from guanjia.engine.clock.rules import CalendarSpec, Span
from guanjia.engine.clock.targets import WORKDAYS, Rule, Target
from guanjia.kernel.errors import Forbidden, Refused

HOUR = 3600


def replies(hours: int) -> list[Rule]:
    return [Rule({}, {"reply": Target(hours * HOUR)}, "其他")]


@pytest.fixture
def branch(cast, as_system):
    branch = apps.get_model("places", "Branch").objects.create(company=cast.company, name="杭州区域")
    cast.estate.branch = branch
    cast.estate.save()
    return branch


@pytest.fixture
def policy(cast, now):
    def policy(hours, actor=None, **place) -> ClockPolicy:
        return actions.create_policy(
            actor=actor or cast.admin, now=now, code="common", name="通用", rules=replies(hours), **place
        )

    return policy


@pytest.fixture
def hours_to_reply(cast, now):
    """Hours until a first reply is due at a row of an estate; each call begins anew."""
    cycles = iter(range(1, 99))

    def hours_to_reply(subject=None) -> float:
        (clock,) = actions.start_clocks_for(
            subject=subject or cast.building, facts={"urgency": "urgent"}, metrics=["reply"],
            actor=cast.desk, now=now, cycle=next(cycles),
        )  # fmt: skip
        return (clock.due_at - now).total_seconds() / HOUR

    return hours_to_reply


@pytest.fixture
def elsewhere(cast, as_system):
    """A row of an estate outside the branch."""
    return cast.building.__class__.objects.create(company=cast.company, estate=cast.other_estate, name="1")


def test_the_nearest_policy_counts(cast, branch, elsewhere, policy, hours_to_reply, now):
    assert hours_to_reply() == 2
    company = ClockPolicy.objects.get(code="common")
    actions.publish_policy(actor=cast.admin, now=now, policy=company, rules=replies(8), seen=1)
    assert hours_to_reply() == 8
    of_branch = policy(4, branch=branch)
    assert (hours_to_reply(), hours_to_reply(elsewhere)) == (4, 8)
    of_estate = policy(1, estate=cast.estate)
    assert hours_to_reply() == 1
    actions.withdraw_standard(actor=cast.admin, now=now, standard=of_estate)
    assert hours_to_reply() == 4
    actions.withdraw_standard(actor=cast.admin, now=now, standard=of_branch)
    assert hours_to_reply() == 8
    assert AuditEntry.objects.filter(verb="clock.policy.withdraw").count() == 2
    assert policy(3, branch=branch).current.number == 2
    assert hours_to_reply() == 3


def test_an_estate_that_joins_the_branch_goes_by_it(cast, branch, elsewhere, policy, hours_to_reply):
    policy(4, branch=branch)
    assert hours_to_reply(elsewhere) == 2
    cast.other_estate.branch = branch
    cast.other_estate.save()
    assert hours_to_reply(elsewhere) == 4


def test_the_branch_s_calendar_counts_in_its_estates(cast, branch, elsewhere, at):
    saturdays = CalendarSpec("Asia/Shanghai", (*[(Span(9 * HOUR, 18 * HOUR),)] * 6, ()))
    actions.create_calendar(
        actor=cast.admin, now=at("周一 9:00"), code=WORKDAYS, name="杭州", spec=saturdays, branch=branch
    )
    due = [
        actions.start_clock(
            subject=subject, metric="finish", target=Target(workdays=1), actor=cast.desk, now=at("周五 16:00")
        ).due_at
        for subject in (cast.building, elsewhere)
    ]
    assert due == [at("周六 16:00"), at("下周一 16:00")]


def migrate(aim: Aim, actor, now) -> ClockMigration:
    migration = actions.migrate_open_clocks(actor=actor, now=now, policy=aim.policy, calendar=aim.calendar)
    while actions.migrate_next_clocks(migration_id=migration.pk, now=now):
        pass
    migration.refresh_from_db()
    return migration


def test_running_clocks_follow_only_when_they_are_moved(cast, branch, elsewhere, policy, hours_to_reply, now):
    hours_to_reply(), hours_to_reply(elsewhere), hours_to_reply(cast.zone)
    policy(1, estate=cast.other_estate)
    mine = policy(4, branch=branch)
    assert {clock.policy_version.clock_policy.level for clock in Clock.objects.all()} == {"company"}
    aim = Aim(policy=mine.current)
    preview = preview_migration(aim, actor=cast.admin, now=now)
    assert preview.total == 2
    assert {one.clock.estate_id for one in preview.first} == {cast.estate.pk}
    assert migrate(aim, cast.admin, now).done == 2
    moved = Clock.objects.filter(policy_version=mine.current)
    assert {(one.due_at - now).total_seconds() / HOUR for one in moved} == {4}
    company = ClockPolicy.objects.get(code="common", branch=None, estate=None)
    newest = actions.publish_policy(actor=cast.admin, now=now, policy=company, rules=replies(8), seen=1)
    assert preview_migration(Aim(policy=newest), actor=cast.admin, now=now).total == 0
    actions.withdraw_standard(actor=cast.admin, now=now, standard=mine)
    assert preview_migration(Aim(policy=newest), actor=cast.admin, now=now).total == 2


def test_running_clocks_follow_the_branch_s_calendar_too(cast, branch, elsewhere, at):
    now = at("周五 16:00")
    for subject in (cast.building, elsewhere):
        actions.start_clock(
            subject=subject, metric="finish", target=Target(workdays=1), actor=cast.desk, now=now
        )
    saturdays = CalendarSpec("Asia/Shanghai", (*[(Span(9 * HOUR, 17 * HOUR),)] * 6, ()))
    made = actions.create_calendar(
        actor=cast.admin, now=now, code=WORKDAYS, name="杭州", spec=saturdays, branch=branch
    )
    assert migrate(Aim(calendar=made.current), cast.admin, now).done == 1
    clock = Clock.objects.get(estate=cast.estate)
    assert (clock.calendar_version_id, clock.due_at) == (made.current_id, at("周六 16:00"))


def test_who_may_change_what(cast, branch, policy, now):
    """Somebody who administers one estate changes that estate's own, nothing above it."""
    cast.manager.roles = ["administrator"]
    of_branch = policy(4, branch=branch)
    for place in ({"branch": branch}, {}, {"estate": cast.other_estate}, {"estate": cast.foreign_estate}):
        with pytest.raises(Forbidden):
            policy(3, actor=cast.manager, **place)
        with pytest.raises(Forbidden):
            actions.create_calendar(
                actor=cast.manager, now=now, code="night", name="夜班", **place,
                spec=CalendarSpec("Asia/Shanghai", ((Span(0, HOUR),),) * 7),
            )  # fmt: skip
    changes = (
        lambda who: actions.publish_policy(actor=who, now=now, policy=of_branch, rules=[], seen=1),
        lambda who: actions.migrate_open_clocks(actor=who, now=now, policy=of_branch.current),
        lambda who: actions.withdraw_standard(actor=who, now=now, standard=of_branch),
    )
    for change in changes:
        with pytest.raises(Forbidden):
            change(cast.manager)
    assert not of_branch.may_be_changed_by(cast.manager)
    assert policy(3, actor=cast.manager, estate=cast.estate).may_be_changed_by(cast.manager)


def test_nothing_above_nothing_to_inherit(cast, branch, now):
    night = actions.create_calendar(
        actor=cast.admin, now=now, code="night", name="夜班", branch=branch,
        spec=CalendarSpec("Asia/Shanghai", ((Span(0, HOUR),),) * 7),
    )  # fmt: skip
    with pytest.raises(Refused, match="上级没有"):
        actions.withdraw_standard(actor=cast.admin, now=now, standard=night)


def test_all_of_the_company_see_a_branch_s_row_and_no_other_company(cast, branch, acting, policy):
    of_branch = policy(4, branch=branch)
    for who, seen in ((cast.desk, True), (cast.elsewhere, True), (cast.outsider, False)):
        with acting(who):
            assert ClockPolicy.objects.filter(pk=of_branch.pk).exists() is seen


def test_one_place_and_once(cast, branch, policy):
    with pytest.raises(IntegrityError, match="calendar_one_place"), transaction.atomic():
        Calendar.objects.create(company=cast.company, branch=branch, estate=cast.estate, code="x", name="x")
    policy(4, branch=branch)
    with pytest.raises(IntegrityError, match="clock_policy_code_once_a_place"), transaction.atomic():
        ClockPolicy.objects.create(company=cast.company, branch=branch, code="common", name="x")
