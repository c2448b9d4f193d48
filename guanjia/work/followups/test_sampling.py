"""Households asked without a cause: drawn by plan, once a month at most, apart from the calls about work."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.access import system
from guanjia.engine.access.models import Reveal
from guanjia.engine.params.models import ParameterValue
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cases.models import Case
from guanjia.work.followups import actions, contact, links, queries, rules
from guanjia.work.followups.models import FollowUp

ZONE = ZoneInfo("Asia/Shanghai")
JANUARY = datetime(2027, 1, 1, 0, 5, tzinfo=ZONE)


@pytest.fixture
def homes(cast, acting):
    """Sixty homes lived in, one empty, one parking space."""
    with acting(system(cast.company.pk)):
        for number in range(60):
            _home(cast, f"{number:03d}", since=date(2020, 1, 1))
        _home(cast, "empty", status="vacant")
        _home(cast, "P1", kind="parking")
        yield cast


def _home(cast, number, *, since=None, **facts):
    unit = Unit.objects.create(
        company=cast.company, estate=cast.estate, building=cast.building, number=number, key=f"3-{number}", **facts
    )  # fmt: skip
    customer = Customer.objects.create(company=cast.company, name=f"住户{number}")
    Occupancy.objects.create(
        company=cast.company, estate=cast.estate, unit=unit, customer=customer, since=since
    )
    return unit


def draw(cast, now):
    us = system(cast.company.pk)
    return actions.draw_samples(estate=cast.estate, actor=us, now=now)


def set_share(cast, now, plan, share):
    ParameterValue.objects.create(
        company=cast.company, estate=cast.estate, key=f"followups.sample_{plan}", value=share, since=now, at=now,
        by=cast.manager, reason="试",
    )  # fmt: skip


def test_every_home_is_asked_once_a_year_spread_over_the_months(homes, cast):
    draw(cast, JANUARY)
    yearly = FollowUp.objects.samples().filter(plan="year")
    assert yearly.count() == 61
    assert len(set(yearly.values_list("month", flat=True))) > 6
    assert not FollowUp.objects.filter(unit__number__in=["empty", "P1"]).exists()
    assert draw(cast, JANUARY + timedelta(hours=1)) == 0


def test_no_household_twice_in_one_month(homes, cast):
    for plan in ("month", "quarter", "year"):
        set_share(cast, JANUARY - timedelta(days=1), plan, 100)
    draw(cast, JANUARY)
    drawn = list(FollowUp.objects.samples().values_list("unit", "month"))
    assert len(drawn) == len(set(drawn))
    draw(cast, datetime(2027, 2, 1, 8, tzinfo=ZONE))
    assert FollowUp.objects.samples().filter(month=date(2027, 2, 1)).count() == 61
    assert FollowUp.objects.samples().filter(month=date(2027, 1, 1)).count() == 61


def test_nothing_is_drawn_in_the_middle_of_a_month_or_at_a_share_of_nothing(homes, cast):
    assert draw(cast, datetime(2027, 1, 15, 9, tzinfo=ZONE)) == 0
    set_share(cast, JANUARY, "month", 0)
    assert draw(cast, datetime(2027, 2, 1, 9, tzinfo=ZONE)) == 0


def test_the_sample_of_a_month_is_called_in_that_month_and_kept_apart(homes, cast):
    set_share(cast, JANUARY, "month", 100)
    now = datetime(2027, 2, 1, 9, tzinfo=ZONE)
    draw(cast, now)
    assert queries.sampled(cast.desk, now=now).count() == 61
    assert not queries.to_call(cast.desk, now=now).exists()
    counts = queries.counts(cast.desk, now=now)
    assert (counts["due"], counts["later"], counts["samples"]) == (0, 0, 61)
    one = queries.sampled(cast.desk, now=now)[0]
    assert one.due_at == datetime(2027, 3, 1, tzinfo=ZONE)


@pytest.fixture
def sample(cast, acting, now):
    with acting(cast.supervisor):
        actions.sample_residents(
            actor=cast.supervisor, now=now, estate=cast.estate, plan="new", unit_ids=[cast.unit.pk]
        )
        yield FollowUp.objects.samples().get()


def test_a_list_is_put_on_the_list_once_a_month(sample, cast, now):
    again = {"estate": cast.estate, "plan": "old", "unit_ids": [cast.unit.pk]}
    assert actions.sample_residents(actor=cast.supervisor, now=now, **again) == 0
    assert (sample.who, sample.where, sample.subject) == ("王阿姨", "3栋2单元1501", "新住户")
    with pytest.raises(Forbidden):
        actions.sample_residents(actor=cast.desk, now=now, **again)


def test_a_satisfied_household_opens_nothing(sample, cast, now):
    answer = actions.record_answer(actor=cast.desk, now=now, followup=sample, stars=5, satisfied=True)
    assert (answer.case, Case.objects.count()) == (None, 0)


@pytest.mark.parametrize(("opens", "prefix"), [("complaint", "TS"), ("repair", "BX")])
def test_a_dissatisfied_household_opens_the_case_that_was_picked(sample, cast, now, opens, prefix):
    no = {"actor": cast.desk, "now": now, "followup": sample, "stars": 2, "satisfied": False, "opens": opens}
    with pytest.raises(Refused, match="不满意的原因"):
        actions.record_answer(**no)
    answer = actions.record_answer(**no, words="门禁常坏", key="k")
    assert actions.record_answer(**no, words="门禁常坏", key="k") == answer
    sample.refresh_from_db()
    case = Case.objects.get()
    assert (sample.state, answer.words, answer.case) == ("answered", "门禁常坏", case)
    assert (case.procedure, case.number[:2], case.words) == (opens, prefix, "门禁常坏")
    assert (case.unit, case.customer, case.first_owner) == (cast.unit, cast.owner, cast.desk)
    with pytest.raises(Refused):
        actions.record_answer(**{**no, "opens": "hot_work"}, words="门禁常坏")


def test_who_may_ask_but_not_register_leaves_the_case_to_the_house(sample, cast, now):
    actions.record_answer(
        actor=cast.headquarters, now=now, followup=sample, stars=1, satisfied=False, words="保洁不到位"
    )
    case = Case.objects.get()
    assert (case.procedure, case.first_owner) == ("complaint", None)


def test_a_household_that_answers_by_link_opens_a_complaint(sample, cast, now):
    us = system(cast.company.pk)
    actions.answer_once(sample, actor=us, now=now, stars=1, satisfied=False, words="")
    case = Case.objects.get()
    assert (case.procedure, case.channel) == ("complaint", "web")
    assert "没有说明原因" in case.words


def test_a_household_out_in_the_morning_is_called_later(sample, cast, at):
    actions.record_attempt(actor=cast.desk, now=at("周三 10:30"), followup=sample, outcome="no_answer")
    assert list(queries.put_off(cast.desk, now=at("周三 11:00"))) == [sample]
    actions.record_attempt(actor=cast.desk, now=at("周三 14:30"), followup=sample, outcome="refused")
    sample.refresh_from_db()
    assert sample.state == "not_reached"


def test_number_and_link_of_a_household(sample, cast, now):
    assert contact.reveal_number(actor=cast.desk, now=now, followup=sample) == "13905710001"
    assert Reveal.objects.get(object_id=sample.pk).field == "customer"
    assert links.send_link(actor=cast.desk, now=now, followup=sample).mail is None


def test_new_residents_old_residents_and_complainants(cast, acting, now):
    today = now.date()
    with acting(system(cast.company.pk)):
        new, old = (
            _home(cast, "701", since=today - timedelta(days=30)),
            _home(cast, "801", since=date(2024, 1, 1)),
        )
        _home(cast, "901", since=today - timedelta(days=31))
        assert [row.unit for row in queries.residents(cast.desk, "new", on=today)] == [new]
        assert [row.unit for row in queries.residents(cast.desk, "old", on=today)] == [old]
        assert not queries.residents(cast.elsewhere, "old", on=today).exists()
        assert not queries.complainants(cast.desk, now=now).exists()


@pytest.mark.parametrize(
    ("plan", "today", "first"),
    [
        ("month", date(2026, 11, 1), date(2026, 11, 1)), ("month", date(2026, 11, 4), None),
        ("quarter", date(2026, 10, 3), date(2026, 10, 1)), ("quarter", date(2026, 11, 1), None),
        ("year", date(2027, 1, 2), date(2027, 1, 1)), ("year", date(2026, 10, 1), None),
    ],
)  # fmt: skip
def test_a_draw_belongs_to_the_first_days_of_its_period(plan, today, first):
    assert rules.first_day(plan, today) == first


def test_the_lot_is_the_same_however_often_drawn_and_of_the_right_size():
    def lots(share, taken=()):
        first = date(2027, 1, 1)
        return [rules.drawn_month(n, "quarter", first, share=share, taken=taken) for n in range(4_000)]

    ten = lots(10)
    assert ten == lots(10)
    assert 320 < sum(month is not None for month in ten) < 480
    assert {month for month in ten if month} == {date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)}
    assert not any(lots(100, taken={date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)}))
