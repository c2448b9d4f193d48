"""Each way of charging, and reductions."""

from datetime import date
from decimal import Decimal

import pytest

from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.billing import actions
from guanjia.work.billing.queries import preview_of
from guanjia.work.billing.wording import basis_words
from guanjia.work.ledger.models import Charge, Tariff

pytestmark = pytest.mark.usefixtures("as_system")
NOVEMBER, LAST = date(2026, 11, 1), date(2026, 11, 30)


def us(office, who="accountant"):
    return {"actor": getattr(office.cast, who), "now": office.now}


def test_spaces_by_the_number_held(office, cast):
    office.person(office.home("B1", kind="parking"), "别人")
    for number in ("B2", "B3"):
        space = office.home(number, kind="parking", area=None)
        cast.owner.occupancies.create(company=cast.company, estate=cast.estate, unit=space)
    fee = office.fee(
        "cw", "车位费", method="count", quantity="spaces", price=Decimal(80), unit_kinds=["flat"]
    )
    (charge,) = office.bill(fee)
    assert charge.amount == 160
    assert basis_words(charge.basis) == ["2 个 × ¥80.00 × 1个月"]


def test_a_quantity_by_name_from_a_day_on(office, cast):
    fee = office.fee("cl", "车辆管理费", method="count", price=Decimal(60), listed_only=True)
    assert office.reasons(office.draft(fee)) == {cast.unit.pk: "not_listed"}
    actions.list_unit(**us(office), tariff=fee, unit=cast.unit, since=date(2026, 11, 16), quantity=Decimal(2))
    (charge,) = office.bill(fee)
    assert (charge.period_start, charge.amount) == (date(2026, 11, 16), Decimal("60.00"))


def test_a_shared_bill_adds_up_to_the_fen(office, cast):
    fee = office.fee("gt", "公摊电费", estate=cast.estate, method="shared", share_by="area", price=None)
    for number, area in enumerate(("33.33", "66.66", "77.77")):
        office.person(office.home(f"50{number}", area=area), f"住户{number}")
    assert set(office.reasons(office.draft(fee)).values()) == {"no_bill"}
    actions.save_shared_bill(
        **us(office),
        tariff=fee,
        estate=cast.estate,
        period_start=NOVEMBER,
        period_end=LAST,
        amount=Decimal("100.01"),
    )
    charges = office.bill(fee)
    assert sum(one.amount for one in charges) == Decimal("100.01")
    assert "总额 ¥100.01，按面积分摊：98.6 / 276.36" in basis_words(charges[0].basis)


def test_one_total_by_household_by_weight_and_by_usage(office, cast):
    homes = [cast.unit, office.home("511"), office.home("512")]
    for home in homes[1:]:
        office.person(home, f"住户{home.number}")
    shown = {
        "household": ["33.34", "33.33", "33.33"], "weight": ["12.50", "25.00", "62.50"],
        "usage": ["10.00", "30.00", "60.00"],
    }  # fmt: skip
    for by, expected in shown.items():
        terms = (
            {"listed_only": True}
            if by == "weight"
            else {"meter_kind": "electricity"}
            if by == "usage"
            else {}
        )
        fee = office.fee(
            by, f"公摊{by}", estate=cast.estate, method="shared", share_by=by, price=None, **terms
        )
        for home, weight, used in zip(homes, "125", (1, 3, 6), strict=True):
            if by == "weight":
                actions.list_unit(**us(office), tariff=fee, unit=home, since=NOVEMBER, weight=Decimal(weight))
            if by == "usage":
                _read(office, home, used)
        actions.save_shared_bill(
            **us(office), tariff=fee, estate=cast.estate, period_start=NOVEMBER, period_end=LAST, amount=Decimal(100)
        )  # fmt: skip
        assert [str(one.amount) for one in office.bill(fee)] == expected


def _read(office, home, used):
    """A meter that has turned so far in November."""
    from guanjia.work.meters import actions as meters

    meter = meters.register_meter(
        **us(office), estate=home.estate, unit=home, kind="electricity", number=f"E{home.pk}"
    )
    for on, value in ((date(2026, 10, 30), 100), (date(2026, 11, 17), 100 + used)):
        meters.take_reading(**us(office), meter=meter, on=on, value=Decimal(value))


def test_the_draft_stands_beside_the_last_month_and_names_what_is_odd(office, cast):
    fee = office.fee()
    office.bill(fee, start=date(2026, 10, 1))
    cast.unit.area = Decimal(493)
    cast.unit.save()
    run = office.draft(fee)
    (seen,) = preview_of(run)
    assert (seen.lines, seen.previous, seen.amount, seen.change) == (
        1,
        Decimal("276.08"),
        Decimal("1380.40"),
        400,
    )
    assert (seen.odd, run.lines.get().odd) == (1, "jump")


def test_a_percentage_of_another_bill(office):
    base = office.fee()
    fee = office.fee("jf", "基金", method="percent", percent=Decimal("12.5"), base=base, price=None)
    assert list(office.reasons(office.draft(fee)).values()) == ["no_base"]
    charges = sorted(office.bill(base, fee), key=lambda one: -one.amount)
    assert [one.amount for one in charges] == [Decimal("276.08"), Decimal("34.51")]
    assert basis_words(charges[1].basis) == ["物业费 ¥276.08 × 12.5%"]


def test_a_meter_bills_its_steps_and_a_first_reading_nothing(office, cast):
    """Field failure: the first reading billed in full."""
    from guanjia.work.meters import actions as meters

    with_actor = us(office)
    meter = meters.register_meter(
        **with_actor, estate=cast.estate, unit=cast.unit, kind="cold_water", number="W1501"
    )
    meters.take_reading(**with_actor, meter=meter, on=date(2026, 10, 30), value=Decimal(8200))
    fee = office.fee(
        "sf", "水费", method="metered", meter_kind="cold_water", price=None,
        steps=[["17", "2.60"], [None, "3.50"]],
    )  # fmt: skip
    assert office.reasons(office.draft(fee, start=date(2026, 10, 1))) == {cast.unit.pk: "first_only"}
    assert office.reasons(office.draft(fee)) == {cast.unit.pk: "no_reading"}
    meters.take_reading(**with_actor, meter=meter, on=date(2026, 11, 17), value=Decimal(8215))
    charge = office.bill(fee)[0]
    assert charge.amount == Decimal("39.00"), "15 × 2.60"
    assert basis_words(charge.basis)[0] == "表 W1501：8200 → 8215，用量 15"
    assert not meter.readings.filter(billed_at=None, on__gte=NOVEMBER).exists()


def test_a_reduction_counts_once_another_person_agreed(office, cast):
    fee = office.fee()
    ask = {
        "estate": cast.estate,
        "unit": cast.unit,
        "kind": "vacant",
        "percent": Decimal(30),
        "reason": "空置半月",
    }
    asked = actions.request_reduction(**us(office, "manager"), since=date(2026, 11, 16), **ask)
    assert office.draft(fee).totals["amount"] == "276.08"
    with pytest.raises(Forbidden):
        actions.decide_reduction(**us(office, "manager"), reduction=asked, approve=True)
    with pytest.raises(Refused):
        actions.decide_reduction(**us(office, "headquarters"), reduction=asked, approve=False)
    actions.decide_reduction(**us(office, "headquarters"), reduction=asked, approve=True)
    (charge,) = office.bill(fee)
    assert charge.amount == Decimal("234.67"), "276.08 × (1 − 0.3 × 15/30)"
    assert basis_words(charge.basis)[1].endswith("98.60㎡ × ¥2.80 × 1/2个月 × （减免 30%）")


def test_vacant_homes_are_free_by_rule(office, cast):
    fee = office.fee()
    home = office.home("601", status="vacant")
    office.person(home, "空置")
    asked = actions.request_reduction(
        **us(office), estate=cast.estate, unit_status="vacant", kind="vacant", percent=Decimal(100),
        since=date(2026, 1, 1), reason="合同约定",
    )  # fmt: skip
    actions.decide_reduction(**us(office, "manager"), reduction=asked, approve=True)
    assert office.reasons(office.draft(fee)) == {home.pk: "reduced"}


@pytest.mark.parametrize(
    ("field", "terms"),
    [
        ("price", {"method": "area", "price": Decimal(0)}),
        ("price", {"method": "fixed", "price": Decimal(-1)}),
        ("until", {"method": "fixed", "price": Decimal(1), "until": date(2020, 1, 1)}),
        ("steps", {"method": "metered", "meter_kind": "cold_water", "steps": [["x", "1"]]}),
        ("steps", {"method": "metered", "meter_kind": "cold_water", "steps": [["5", "1"], ["3", "2"], [None, "3"]]}),
        ("meter_kind", {"method": "metered", "steps": [[None, "1"]]}),
        ("percent", {"method": "percent", "percent": Decimal(0)}),
        ("base", {"method": "percent", "percent": Decimal(10)}),
        ("share_by", {"method": "shared"}),
        ("due_day", {"method": "fixed", "price": Decimal(1), "due_day": 32}),
        ("since", {"method": "fixed", "price": Decimal(1), "since": date(206, 1, 1)}),
    ],
)  # fmt: skip
def test_a_wrong_price_says_where(office, cast, field, terms):
    tariff = Tariff.objects.create(company=cast.company, code="x", name="收费")
    with pytest.raises(Refused) as no:
        actions.add_version(**us(office, "headquarters"), tariff=tariff, **{"since": NOVEMBER, **terms})
    assert no.value.field == field


def test_prices_of_days_that_were_billed_stay(office):
    fee = office.fee()
    office.bill(fee)
    new = {"tariff": fee, "method": "area", "price": Decimal(3)}
    with pytest.raises(Refused, match="2026-11-30"):
        actions.add_version(**us(office, "headquarters"), since=date(2026, 11, 15), **new)
    coming = actions.add_version(**us(office, "headquarters"), since=date(2026, 12, 1), **new)
    actions.withdraw_version(**us(office, "headquarters"), version=coming, reason="没通过")
    with pytest.raises(Refused):
        actions.withdraw_version(**us(office, "headquarters"), version=fee.versions.first(), reason="错了")


def test_rights(office, cast):
    with pytest.raises(Forbidden):
        office.cast.accountant = cast.desk
        office.fee(estate=cast.estate)
    with pytest.raises(Forbidden, match="全公司"):
        actions.create_tariff(**us(office, "manager"), code="a", name="全公司的")
    assert not Charge.objects.exists()
