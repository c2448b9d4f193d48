from datetime import date, time, timedelta

import pytest

from guanjia.directory.team.duty import on_duty as who_is_on_duty
from guanjia.engine.notify.models import Notification
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.roster import actions, queries
from guanjia.work.roster.models import DutyShift
from guanjia.work.roster.reminding import remind_of_roster

WEDNESDAY = date(2026, 11, 18)


@pytest.fixture
def roster(as_system, cast, now):
    """(set a shift by code, the kinds)."""
    kinds = {kind.code: kind for kind in actions.set_up_kinds(actor=cast.supervisor, now=now)}

    def put(staff, day, code, estate=cast.estate, actor=cast.supervisor):
        kind = kinds.get(code)
        return actions.set_shift(actor=actor, now=now, estate=estate, staff=staff, day=day, kind=kind)

    return put


def test_who_is_on_duty(roster, cast, now):
    assert who_is_on_duty(estate_id=cast.estate.pk, now=now) is None
    roster(cast.technician, WEDNESDAY, "early")
    roster(cast.second_technician, WEDNESDAY, "middle")
    assert who_is_on_duty(estate_id=cast.estate.pk, now=now) == {cast.technician.pk}
    at_five = now + timedelta(hours=7)
    assert who_is_on_duty(estate_id=cast.estate.pk, now=at_five) == {cast.second_technician.pk}
    shifts = queries.on_duty(estate=cast.estate, now=now, department=cast.engineering)
    assert [shift.staff for shift in shifts] == [cast.technician]


def test_a_click_changes_and_a_click_erases(roster, cast):
    roster(cast.technician, WEDNESDAY, "early")
    roster(cast.technician, WEDNESDAY, "night")
    assert [shift.kind.code for shift in DutyShift.objects.filter(cancelled_at=None)] == ["night"]
    assert roster(cast.technician, WEDNESDAY, None) is None
    assert not DutyShift.objects.filter(cancelled_at=None).exists()
    assert DutyShift.objects.count() == 2


def test_nobody_is_in_two_places(roster, cast):
    roster(cast.headquarters, WEDNESDAY, "early")
    with pytest.raises(Refused, match="重叠"):
        roster(cast.headquarters, WEDNESDAY, "early", estate=cast.other_estate, actor=cast.admin)


def test_the_past_stays_as_it_was(roster, cast):
    with pytest.raises(Refused, match="过去"):
        roster(cast.technician, WEDNESDAY - timedelta(days=1), "early")


def test_only_who_may_edits_the_roster(roster, cast):
    with pytest.raises(Forbidden):
        roster(cast.technician, WEDNESDAY, "early", actor=cast.technician)


def test_the_next_month_is_copied_from_this_one(roster, cast, now):
    for day in (18, 19, 20):
        roster(cast.technician, date(2026, 11, day), "early")
    roster(cast.technician, date(2026, 12, 16), "night")
    copied = actions.copy_month(actor=cast.supervisor, now=now, estate=cast.estate, month=date(2026, 12, 1))
    assert copied == 2
    december = queries.month_of(estate=cast.estate, month=date(2026, 12, 1), actor=cast.supervisor)
    mine = next(line for line in december.lines if line.staff == cast.technician)
    assert [(day.day, shift.kind.code) for day, shift in mine.days if shift] == [
        (16, "night"), (17, "early"), (18, "early")
    ]  # fmt: skip
    assert (mine.shifts, mine.hours) == (3, 24)


def test_next_months_roster_is_asked_for_before_the_month_ends(roster, cast, at):
    assert remind_of_roster(now=at("2026-11-29 09:00")) == 0
    roster(cast.technician, date(2026, 11, 20), "early")
    assert remind_of_roster(now=at("2026-11-25 09:00")) == 0
    assert remind_of_roster(now=at("2026-11-29 09:00")) == 1
    assert Notification.objects.filter(staff=cast.supervisor, kind="roster.missing").exists()
    roster(cast.technician, date(2026, 12, 1), "early")
    assert remind_of_roster(now=at("2026-11-30 09:00")) == 0


def test_a_kind_is_changed_for_the_shifts_to_come(roster, cast, now):
    given = roster(cast.technician, WEDNESDAY, "early")
    actions.save_kind(
        actor=cast.supervisor, now=now, code="early", name="早班", mark="早", starts=time(7), ends=time(15)
    )
    kinds = queries.kinds_of(cast.supervisor)
    fresh = actions.set_shift(
        actor=cast.supervisor, now=now, estate=cast.estate, staff=cast.second_technician, day=WEDNESDAY,
        kind=next(kind for kind in kinds if kind.code == "early"),
    )  # fmt: skip
    assert [shift.starts_at.hour for shift in (given, fresh)] == [8, 7]
