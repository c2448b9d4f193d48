"""Repair as the manual tells it: quote, dispatch, mend, ask; not right means once more."""

from datetime import date, timedelta

import pytest

from guanjia.engine.access import system
from guanjia.engine.clock.models import Clock
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.procedures.repair.effects import years_later
from guanjia.work.cases import actions, clocks

HOME = {"kind": "home", "part": "pipes", "quote_when": "first"}
AGREED = {
    "quote_items": [{"name": "换角阀（人工）", "quantity": 1, "price": 50}], "quote": "50", "quote_agreed": True,
}  # fmt: skip
SATISFIED, NOT_YET = (
    {"reached": True, "satisfied": True, "stars": 5},
    {"reached": True, "satisfied": False, "stars": 2},
)


def done(cast, **more):
    return {"result": "fixed", "work": "更换角阀", "worker": cast.technician.pk, **more}


def test_quoted_agreed_mended_and_confirmed(cast, register, walk, waiting, now):
    case = register("repair", now, answers=HOME, topic="water")
    assert waiting(case) == ["quoting"]
    case = walk(case, now, (cast.desk, "quoting", AGREED))
    assert waiting(case) == ["dispatch"]
    case = walk(case, now, ("order.done", done(cast)))
    assert (case.state, waiting(case)) == ("finished", ["followup"])
    case = walk(case, now, ("followup.answered", SATISFIED))
    assert (case.state, waiting(case), case.cycle) == ("closed", [], 1)
    assert case.closed_at == now


def test_no_work_without_the_customers_word(cast, register, walk, waiting, now):
    case = register("repair", now, answers=HOME)
    with pytest.raises(Refused) as no:
        walk(case, now, (cast.desk, "quoting", {**AGREED, "quote_agreed": None}))
    assert no.value.field == "quote_agreed"
    case = walk(
        case, now, (cast.desk, "quoting", {**AGREED, "quote_agreed": False, "quote_refused_why": "太贵"})
    )
    assert (case.state, waiting(case)) == ("closed", [])


def test_not_satisfied_is_dispatched_again_with_new_clocks(acting, cast, register, walk, waiting, now):
    case = register("repair", now, answers={"kind": "public"}, unit=None, place="3栋大堂")
    case = walk(case, now, ("order.done", done(cast)), ("followup.answered", NOT_YET))
    assert (case.state, case.cycle, waiting(case)) == ("open", 2, ["dispatch"])
    with acting(system(cast.company.pk)):
        assert Clock.objects.filter(subject_id=case.pk, metric="finish").count() == 2
    case = walk(case, now, ("order.done", done(cast)), ("followup.answered", SATISFIED))
    assert (case.state, case.cycle) == ("closed", 2)


def test_a_customer_nobody_reaches_is_closed_after_the_attempts(cast, register, walk, now):
    case = register("repair", now, answers={"kind": "public"})
    case = walk(
        case, now, ("order.done", done(cast)), ("followup.answered", {"reached": False, "satisfied": None})
    )
    assert case.state == "closed"


@pytest.mark.parametrize(
    ("part", "handed_over", "opens"),
    [
        ("waterproofing", date(2021, 11, 18), ["contractor"]),
        ("waterproofing", date(2021, 11, 17), ["quoting"]),
        ("wiring", date(2024, 11, 18), ["contractor"]),
        ("wiring", date(2024, 11, 17), ["quoting"]),
        ("other", date(2026, 1, 1), ["quoting"]),
        ("pipes", None, ["quoting"]),
    ],
)
def test_in_warranty_the_developers_contractor_comes(
    acting, cast, register, waiting, now, part, handed_over, opens
):
    with acting(system(None)):
        cast.unit.handed_over_on = handed_over
        cast.unit.save()
    assert waiting(register("repair", now, answers={**HOME, "part": part})) == opens


def test_29_february_has_its_day_in_every_year():
    assert years_later(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert years_later(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_an_emergency_waits_for_no_quote_and_no_contractor(acting, cast, register, waiting, now):
    with acting(system(None)):
        cast.unit.handed_over_on = date(2026, 1, 1)
        cast.unit.save()
    case = register(
        "repair", now, answers={**HOME, "part": "waterproofing"}, urgency="emergency", topic="water"
    )
    assert waiting(case) == ["dispatch"]
    case = register("repair", now, answers=HOME, urgency="emergency", topic="water")
    assert waiting(case) == ["dispatch"]


@pytest.mark.parametrize(
    ("urgency", "topic", "metric", "minutes"),
    [
        ("emergency", "water", "arrive", 15),
        ("emergency", "lift", "arrive", 30),
        ("emergency", "water", "safe", 60),
        ("urgent", "water", "reply", 30),
        ("urgent", "water", "arrive", 120),
        ("urgent", "water", "finish", 24 * 60),
        ("ordinary", "water", "finish", 3 * 24 * 60),
    ],
)
def test_how_fast(acting, cast, register, now, urgency, topic, metric, minutes):
    case = register("repair", now, answers={"kind": "public"}, urgency=urgency, topic=topic)
    with acting(system(cast.company.pk)):
        clock = Clock.objects.get(subject_id=case.pk, metric=metric)
    assert (clock.due_at - now).total_seconds() == minutes * 60


def test_at_the_appointed_time_give_or_take_half_an_hour(acting, cast, register, at, now):
    case = register(
        "repair", now, answers={"kind": "home", "quote_when": "on_site"}, promised_at=at("周四 15:00")
    )
    with acting(system(cast.company.pk)):
        assert Clock.objects.get(subject_id=case.pk, metric="arrive").due_at == at("周四 15:30")


def test_what_the_contractor_must_mend_goes_to_him(cast, register, walk, waiting, clock, now):
    case = register("repair", now, answers={"kind": "public"})
    case = walk(case, now, ("order.done", done(cast, result="contractor")))
    assert waiting(case) == ["contractor"]
    assert clock(case, "finish").due_at == now + timedelta(days=15)
    case = walk(case, now, ("order.done", done(cast)), ("followup.answered", NOT_YET))
    assert waiting(case) == ["contractor"]


def test_a_quote_is_given_once_and_by_the_first_owner(acting, cast, register, walk, now):
    case = register("repair", now, answers=HOME)
    with pytest.raises(Forbidden):
        walk(case, now, (cast.agent, "quoting", AGREED))
    walk(case, now, (cast.desk, "quoting", AGREED))
    with acting(cast.desk), pytest.raises(Stale):
        actions.complete_step(actor=cast.desk, now=now, case=case, step="quoting", answers=AGREED)


def test_an_appointment_in_five_days_is_not_late_before_the_visit(acting, cast, register, clock, at, now):
    later = at("下周二 15:00")
    case = register("repair", now, answers={"kind": "public"}, promised_at=later)
    assert clock(case, "finish").due_at == later + timedelta(days=3)
    with acting(cast.desk):
        actions.change_target(actor=cast.desk, now=now, case=case, urgency="urgent")
    assert clock(case, "finish").due_at == now + timedelta(hours=24)
    assert clock(case, "arrive").due_at == now + timedelta(hours=2)


def test_a_date_agreed_for_parts_moves_the_finish_and_no_pause_of_ours_does(
    acting, cast, register, clock, at, now
):
    case = register("repair", now, answers={"kind": "public"})
    coming = at("下周二 12:00")
    with acting(system(cast.company.pk)):
        us = system(cast.company.pk)
        clocks.pause(case, reason="parts", actor=us, now=now)
        clocks.parts_promised(case, coming, actor=us, now=now + timedelta(hours=1))
        assert clock(case, "finish").due_at == coming
        clocks.pause(case, reason="parts", actor=us, now=now + timedelta(hours=2))
        assert (clock(case, "finish").state, clock(case, "finish").due_at) == ("running", coming)


def test_nobody_answered_him_although_it_was_mended(cast, register, walk, clock, now):
    case = register("repair", now, answers={"kind": "public"})
    walk(case, now, ("order.done", done(cast)))
    assert (clock(case, "reply").state, clock(case, "finish").state) == ("missed", "met")


def test_a_refused_quote_was_a_reply_and_nobody_arrived(cast, register, walk, clock, now):
    case = register("repair", now, answers=HOME)
    walk(case, now, (cast.desk, "quoting", {**AGREED, "quote_agreed": False, "quote_refused_why": "太贵"}))
    assert (clock(case, "reply").state, clock(case, "arrive").state) == ("met", "cancelled")
