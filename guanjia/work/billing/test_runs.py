"""A month is billed: once, to whoever is there, and every home without a bill has its true reason."""

from datetime import date
from decimal import Decimal

import pytest

from guanjia.kernel.errors import Refused, Stale
from guanjia.testing import calendar
from guanjia.work.billing import actions, running
from guanjia.work.billing.models import BillingRun
from guanjia.work.ledger.models import Account, Charge, Transfer

pytestmark = pytest.mark.usefixtures("as_system")


def test_a_month_of_management_fee(office, cast):
    (charge,) = office.bill(office.fee())
    assert charge.amount == Decimal("276.08"), "98.60 × 2.80"
    assert (charge.period_start, charge.period_end) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (charge.customer, charge.text, charge.settled) == (cast.owner, "物业费 2026-11", 0)
    assert charge.basis["unit"] == "3栋2单元1501"
    assert charge.basis["customer"] == "王阿姨"
    assert charge.basis["pieces"] == [["2026-11-01", "2026-11-30", "2.8", "1", "0"]]
    moved = Transfer.objects.get(raises=charge)
    assert (moved.debit.kind, moved.credit.kind, moved.amount) == ("receivable", "revenue", charge.amount)


def test_a_second_run_bills_nothing_twice(office):
    fee = office.fee()
    office.bill(fee)
    again = office.draft(fee)
    assert list(office.reasons(again).values()) == ["billed"]
    with pytest.raises(Refused, match="没有可以发布"):
        office.publish(again)
    assert Charge.objects.count() == 1


def test_two_drafts_of_one_month_only_one_is_owed(office):
    fee = office.fee()
    first, second = office.draft(fee), office.draft(fee)
    office.publish(first)
    second = office.publish(second)
    assert (second.state, second.error) == ("drafted", "没有可以发布的账单：全部已经出过账")
    assert Charge.objects.count() == 1


def test_a_published_run_is_not_published_again(office, cast):
    run = office.publish(office.draft(office.fee()))
    running.publish(run.pk, now=office.now)
    with pytest.raises(Stale):
        actions.publish_run(actor=cast.accountant, now=office.now, run=run, defer=False)
    assert Charge.objects.count() == 1


def test_the_draft_owes_nothing_and_can_be_dropped(office, cast):
    run = office.draft(office.fee())
    assert run.totals["lines"] == 1
    assert not Charge.objects.exists()
    run = actions.cancel_run(actor=cast.accountant, now=office.now, run=run)
    assert (run.state, run.lines.count()) == ("cancelled", 0)
    run = actions.recalculate_run(actor=cast.accountant, now=office.now, run=run, defer=False)
    running.draft(run.pk, now=office.now)
    assert BillingRun.objects.get(pk=run.pk).state == "drafted"


def test_a_killed_worker_is_succeeded(office, cast, monkeypatch):
    fee = office.fee()
    for number in range(5):
        office.person(office.home(f"10{number}"), f"住户{number}")
    from guanjia.work.billing import drafting

    monkeypatch.setattr(drafting, "BATCH", 2)
    monkeypatch.setattr(drafting.batches, "__kwdefaults__", {"size": 2})
    run = actions.start_run(
        actor=cast.accountant, now=office.now, estate=cast.estate, tariffs=[fee], start=date(2026, 11, 1), defer=False
    )  # fmt: skip
    plan = running.plan_of(run, now=office.now)
    first = drafting.batches(plan, "units", after=0)[0]
    running._draft_batch(plan, "units", *first)
    actions.begin_again(actor=cast.accountant, now=office.now, run=run, defer=False)
    running.draft(run.pk, now=office.now)
    run.refresh_from_db()
    assert (run.state, run.totals["lines"]) == ("drafted", 6)
    assert run.lines.values("unit").distinct().count() == 6


def test_every_home_without_a_bill_has_its_true_reason(office, cast):
    fee = office.fee(unit_kinds=["flat", "shop"])
    homes = {
        "scope": office.home("P1", kind="parking"),
        "no_area": office.home("201", area=None),
        "no_owner": office.home("202"),
        "handover": office.home("203", handed_over_on=date(2026, 12, 5)),
    }
    for home in (homes["no_area"], homes["handover"]):
        office.person(home, "张三")
    assert office.reasons(office.draft(fee)) == {home.pk: why for why, home in homes.items()}
    late = office.fee("new", "新项目费", since=date(2027, 1, 1))
    assert set(office.reasons(office.draft(late)).values()) == {"no_version"}
    yearly = office.fee("year", "年费", cycle="year")
    assert office.reasons(office.draft(yearly))[cast.unit.pk] == "not_due"


def test_part_of_a_month_from_the_day_of_handover(office):
    fee = office.fee()
    home = office.home("301", handed_over_on=date(2026, 11, 16))
    office.person(home, "李四")
    charge = next(one for one in office.bill(fee) if one.unit_id == home.pk)
    assert charge.amount == Decimal("140.00"), "100 × 2.80 × 15/30"
    assert charge.text == "物业费 2026-11-16~2026-11-30"


def test_a_new_price_in_the_middle_of_a_month(office, cast):
    fee = office.fee()
    actions.add_version(
        actor=cast.headquarters, now=office.now, tariff=fee, since=date(2026, 11, 11), method="area", price=Decimal(3)
    )  # fmt: skip
    (charge,) = office.bill(fee)
    exact = Decimal("98.60") * (Decimal("2.80") * 10 + 3 * 20) / 30
    assert charge.amount == exact.quantize(Decimal("0.01"))
    assert [piece[3] for piece in charge.basis["pieces"]] == ["1/3", "2/3"]


def test_each_owner_pays_his_own_days(office, cast):
    home = office.home("401")
    seller = office.person(home, "卖家", until=date(2026, 11, 10))
    buyer = office.person(home, "买家", since=date(2026, 11, 11))
    charges = [one for one in office.bill(office.fee()) if one.unit_id == home.pk]
    assert [(one.customer, one.amount) for one in charges] == [
        (seller, Decimal("93.33")), (buyer, Decimal("186.67")),
    ]  # fmt: skip
    assert list(office.reasons(office.draft(charges[0].tariff)).values()) == ["billed", "billed"]


def test_a_tenant_pays_where_the_fee_says_so(office, cast):
    tenant = office.person(cast.unit, "租客", "tenant", since=date(2026, 11, 1))
    (charge,) = office.bill(office.fee(payer="tenant_first"))
    assert charge.customer == tenant
    run = office.draft(office.fee("only", "保洁费", payer="tenant", method="fixed"), start=date(2026, 10, 1))
    assert list(office.reasons(run).values()) == ["no_tenant"]


def test_quarters_begin_in_their_first_month(office):
    fee = office.fee(cycle="quarter")
    (charge,) = office.bill(fee, start=date(2026, 10, 1))
    assert charge.amount == Decimal("828.24")
    assert charge.text == "物业费 2026-10~2026-12"


def test_a_year_from_the_day_of_handover(office, cast):
    cast.unit.handed_over_on = date(2024, 11, 20)
    cast.unit.save()
    fee = office.fee(cycle="year", anniversary=True, since=date(2024, 1, 1))
    (charge,) = office.bill(fee)
    assert (charge.period_start, charge.period_end) == (date(2026, 11, 20), date(2027, 11, 19))
    assert charge.amount == Decimal("3312.96")


def test_dates_are_those_of_the_estate_not_of_greenwich(office, cast):
    """Field failure: dates shifted by 8 hours."""
    fee = office.fee()
    for moment, month, day in (
        ("2026-10-31 23:30", 10, date(2026, 10, 31)),
        ("2026-11-01 00:30", 11, date(2026, 11, 1)),
    ):
        office.now = calendar.at(moment)
        (charge,) = office.bill(fee, start=date(2026, month, 1))
        assert charge.on == charge.entry.on == day
        assert charge.due_on == day, "never due before it is out"


def test_estates_of_one_name_in_two_companies_are_two(office, cast):
    """Field failure: duplicate estate names."""
    fee = office.fee()
    cast.foreign_estate.name = cast.estate.name
    cast.foreign_estate.save()
    office.bill(fee)
    assert set(Charge.objects.values_list("estate", flat=True)) == {cast.estate.pk}
    assert not Account.objects.filter(estate=cast.foreign_estate).exists()
    with pytest.raises(Refused):
        actions.start_run(
            actor=cast.accountant, now=office.now, estate=cast.foreign_estate, tariffs=[fee], start=date(2026, 11, 1)
        )  # fmt: skip


@pytest.mark.parametrize("start", [date(2026, 11, 2), date(2030, 1, 1), date(1999, 1, 1)])
def test_a_window_is_whole_months_in_reach(office, cast, start):
    with pytest.raises(Refused):
        actions.start_run(
            actor=cast.accountant, now=office.now, estate=cast.estate, tariffs=[office.fee()], start=start
        )


def test_a_price_changed_after_the_draft_asks_for_a_new_one(office, cast):
    fee = office.fee()
    run = office.draft(fee)
    later = calendar.at("周三 11:00")
    actions.add_version(
        actor=cast.headquarters,
        now=later,
        tariff=fee,
        since=date(2026, 11, 11),
        method="area",
        price=Decimal(3),
    )
    with pytest.raises(Refused, match="重新计算"):
        actions.publish_run(actor=cast.accountant, now=later, run=run, defer=False)


def test_more_than_sixteen_hundred_homes_are_published(office, cast):
    """Field failure: publishing above 1,600 units."""
    from guanjia.directory.people.models import Customer, Occupancy
    from guanjia.directory.places.models import Unit

    home = {"company": cast.company, "estate": cast.estate}
    units = Unit.objects.bulk_create(
        Unit(**home, building=cast.building, number=str(n), key=f"9-{n}", area=80) for n in range(1700)
    )
    people = Customer.objects.bulk_create(
        Customer(company=cast.company, name=f"住户{n}") for n in range(1700)
    )
    Occupancy.objects.bulk_create(
        Occupancy(**home, unit=unit, customer=one) for unit, one in zip(units, people, strict=True)
    )
    run = office.publish(office.draft(office.fee()))
    assert (run.state, Charge.objects.count()) == ("published", 1701)
    assert Decimal(run.totals["amount"]) == 1700 * 224 + Decimal("276.08")
