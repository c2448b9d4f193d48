"""Complaints, the first owner's duty, samples and technicians, on small sets counted by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from guanjia.directory.places.models import Unit
from guanjia.engine.clock.models import Clock
from guanjia.screens.overview import queries, records
from guanjia.screens.overview.orders import done_orders
from guanjia.work.cases.models import Case, TimelineEntry
from guanjia.work.dispatch.models import MaterialLine, Trip, WorkOrder
from guanjia.work.figures.queries import Narrow
from guanjia.work.figures.rules import Share, period
from guanjia.work.followups.models import Answer, FollowUp

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def quality(actor, now, narrow=None, **own):
    name = "custom" if own else "month"
    chosen = period(name, local=now.astimezone(get_current_timezone()), **own)
    return queries.quality_of(actor, narrow or Narrow(), chosen, now=now)


def complain(world, days, cause, *, valid=None, unit=True, **more):
    answers = {"cause": cause} | ({"valid": valid} if valid is not None else {})
    home = world.cast.unit if unit else None
    return world.case(days_old=days, procedure="complaint", answers=answers, unit=home, **more)


def behind(code, actor, now):
    rows = records.rows_of(code, actor, now=now)
    return rows.filter(good=True).count(), rows.count()


def test_valid_complaints_by_occupied_units_and_months(world, cast, now):
    for number, facts in enumerate([{}, {"status": "let"}, {"status": "vacant"}, {"kind": "parking"}]):
        Unit.objects.create(
            company=cast.company, estate=cast.estate, building=cast.building, number=str(number), key=f"3-{number}",
            **facts,
        )  # fmt: skip
    complain(world, 1, "fee.notice", valid=True)
    complain(world, 2, "fee.amount", valid=False)
    complain(world, 3, "time.late")
    complain(world, 4, "time.late", valid=True, state="cancelled", unit=False)
    complain(world, 40, "neighbour.noise", valid=True)
    assert quality(cast.supervisor, now).complaints == Share(1, 3)
    both = quality(cast.supervisor, now, first=(now - 41 * DAY).date(), last=now.date())
    assert both.complaints == Share(2, 6)
    assert behind("complaints", cast.supervisor, now) == (0, 2)


def test_the_same_home_for_the_same_cause_within_thirty_days(world, cast, now):
    complain(world, 35, "neighbour.noise")
    complain(world, 10, "neighbour.noise")
    complain(world, 9, "fee.amount")
    complain(world, 8, "neighbour.noise", unit=False)
    complain(world, 1, "neighbour.noise", state="merged")
    assert quality(cast.supervisor, now).repeated == Share(1, 3)
    assert behind("repeated", cast.supervisor, now) == (3, 4)


def test_a_repeat_after_thirty_days_is_none(world, cast, now):
    complain(world, 47, "neighbour.noise")
    complain(world, 16, "neighbour.noise")
    assert quality(cast.supervisor, now).repeated == Share(0, 1)


def act(case, by, at):
    TimelineEntry.objects.create(
        company=case.company,
        estate=case.estate,
        case=case,
        at=at,
        kind="message",
        actor=by,
        actor_name=by.name,
    )


def test_the_first_owner_told_chased_and_closed(world, cast, now):
    def case(state="closed", **more):
        times = {"finished_at": now - HOUR} | ({"closed_at": now} if state == "closed" else {})
        return world.case(**{"state": state, "first_owner": cast.desk} | times | more)

    good, idle, chased, other = case(), case(), case(), case()
    silent, asking, stuck = (
        case(),
        case("finished", next_due_at=now + DAY),
        case("finished", next_due_at=now - HOUR),
    )
    case(first_owner=None)
    for one in (good, idle, chased, other, asking, stuck):
        world.clock(one, "reply", due=-5 * HOUR, ended=-6 * HOUR)
    world.clock(silent, "reply", due=-5 * HOUR, ended=-4 * HOUR)
    Clock.objects.filter(subject_id=silent.pk).update(breached_at=now - 5 * HOUR)
    for one in (idle, chased, other):
        world.clock(one, "finish", due=-3 * HOUR, ended=-HOUR)
        Clock.objects.filter(subject_id=one.pk, metric="finish").update(breached_at=now - 3 * HOUR)
    act(chased, cast.desk, now - 2 * HOUR)
    act(idle, cast.desk, now - 4 * HOUR)
    act(other, cast.agent, now - 2 * HOUR)
    assert quality(cast.supervisor, now).first_owner == Share(3, 7)
    assert behind("first_owner", cast.supervisor, now) == (3, 7)


def test_samples_of_households_are_counted_apart(world, cast, now):
    for stars, month in ((5, 10), (2, 11)):
        asked = FollowUp.objects.create(
            company=cast.company, estate=cast.estate, unit=cast.unit, kind="sample", plan="month",
            month=now.date().replace(day=1, month=month), state="answered", opened_at=now - DAY, not_before=now - DAY,
            due_at=now - HOUR, ended_at=now - HOUR,
        )  # fmt: skip
        Answer.objects.create(
            company=cast.company, estate=cast.estate, followup=asked, at=now - HOUR, by=cast.desk, way="phone",
            stars=stars, satisfied=stars > 3,
        )  # fmt: skip
    assert quality(cast.supervisor, now).sampled == Share(1, 2)
    assert behind("sampled", cast.supervisor, now) == (1, 2)
    local = now.astimezone(get_current_timezone())
    month = queries.figures_of(
        cast.supervisor, Narrow(), period("month", local=local), now=now, zone=local.tzinfo
    )
    assert month.total.followed == Share(0, 0)


def order(case, who, *, done):
    made = WorkOrder.objects.create(
        company=case.company, estate=case.estate, case=case, number=f"PG{case.pk}", task="换阀", state="done",
        technician=who, created_at=done - HOUR, assigned_at=done - HOUR, accepted_at=done - HOUR, done_at=done,
        changed_at=done,
    )  # fmt: skip
    common = {"company": case.company, "estate": case.estate, "order": made, "recorded_at": done}
    Trip.objects.create(
        **common, technician=who, number=1, at=done - HOUR, arrived_at=done - HOUR / 2, ended_at=done
    )
    for price, struck in ((30, None), (99, done)):
        MaterialLine.objects.create(
            **common, at=done, name="角阀", unit_price=price, amount=price, struck_at=struck
        )
    return made


def test_a_technicians_month(world, cast, now):
    early, late, again = world.case(), world.case(), world.case()
    for case in (early, late, again):
        world.clock(case, "finish", due=-3 * HOUR, ended=-HOUR)
        Case.objects.filter(pk=case.pk).update(state="closed", finished_at=now - HOUR, closed_at=now)
    order(early, cast.technician, done=now - 4 * HOUR)
    order(late, cast.technician, done=now - 2 * HOUR)
    order(again, cast.technician, done=now - 5 * HOUR)
    order(world.case(), cast.second_technician, done=now - 40 * DAY)
    TimelineEntry.objects.create(
        company=cast.company,
        estate=cast.estate,
        case=again,
        at=now - HOUR,
        kind="reopened",
        actor_name="小李",
    )
    world.followup(early, due=-HOUR, ended=-2 * HOUR, stars=5)
    world.followup(late, due=-HOUR, ended=-2 * HOUR, stars=2)
    (row,) = quality(cast.supervisor, now).technicians
    assert (row["name"], row["n"], row["in_time"], row["again"]) == ("陈师傅", 3, 2, 1)
    assert (row["hours"], row["cost"], row["stars"], row["answers"]) == (1.5, Decimal(90), 3.5, 2)
    rows = done_orders(cast.supervisor).filter(technician=cast.technician)
    assert rows.filter(in_time=True).count() == 2
    assert rows.filter(again=True).count() == 1
    assert sum(one.cost for one in rows) == 90
    assert sorted(one.stars for one in rows if one.stars) == [2, 5]


def test_numbers_of_technicians_open_their_orders(world, cast, client, now):
    order(world.case(), cast.technician, done=now - HOUR)
    client.force_login(cast.supervisor)
    page = client.get(
        reverse("overview:quality") + "?period=custom&first=2026-11-01&last=2026-11-30",
        headers={"hx-request": "true"},
    )
    (one,) = page.context["technicians"]
    for more in ("", "&in_time=False", "&paid=1"):
        assert client.get(one.href + more).context["list"].rows.count() == 1
    for more in ("&in_time=True", "&again=1", "&rated=1"):
        assert client.get(one.href + more).context["list"].rows.count() == 0
    client.force_login(cast.desk)
    assert client.get(reverse("overview:quality")).status_code == 403
