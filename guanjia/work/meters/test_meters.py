"""Meters as people meet them: read, doubted, confirmed, corrected, billed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from guanjia.directory.places.models import Unit
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.testing import calendar
from guanjia.work.meters import actions
from guanjia.work.meters.conftest import FEB, JAN, MAR, MONTH, NOW, TODAY, used
from guanjia.work.meters.models import MeterReading
from guanjia.work.meters.queries import usage
from guanjia.work.meters.rules import Reason

pytestmark = pytest.mark.usefixtures("as_system")


def test_months_count_from_reading_to_reading(cast, meter, read):
    read(meter, JAN, "112")
    read(meter, FEB, "121.5")
    january, february = used(cast, JAN), used(cast, FEB)
    assert (january.amount, february.amount) == (12, Decimal("9.5"))
    assert february.snapshot[0] == {
        "number": "W1501", "multiplier": "1", "start": "112", "start_on": "2026-01-28", "end": "121.5",
        "end_on": "2026-02-28", "used": "9.5", "estimated": False,
    }  # fmt: skip


def test_a_home_that_used_nothing_has_a_bill_of_nought(cast, meter, read):
    read(meter, JAN, "112")
    read(meter, FEB, "112")
    february = used(cast, FEB)
    assert (february.amount, february.reason) == (0, "") and february.snapshot[0]["used"] == "0"


def test_a_first_reading_bills_nothing(cast, read):
    """In the field a first reading of 35,210 was billed in full."""
    bare = actions.register_meter(
        actor=cast.manager, now=NOW, estate=cast.estate, kind="cold_water", number="W9", unit=cast.unit
    )
    read(bare, JAN, "35210")
    assert (used(cast, JAN).amount, used(cast, JAN).reason) == (None, Reason.FIRST_ONLY)
    read(bare, FEB, "35222")
    assert used(cast, FEB).amount == 12
    twice = actions.register_meter(
        actor=cast.manager, now=NOW, estate=cast.estate, kind="hot_water", number="R9", unit=cast.unit
    )
    read(twice, JAN - timedelta(days=10), "35210"), read(twice, JAN, "35214")
    assert used(cast, JAN, "hot_water").amount == 4, "nor where it is read again in its first month"


def test_an_old_meter_entered_with_a_start_of_nought_is_doubted(cast, read):
    wrong = actions.register_meter(
        actor=cast.manager, now=NOW, estate=cast.estate, kind="cold_water", number="W9", unit=cast.unit,
        installed_on=date(2025, 12, 28), start="0",
    )  # fmt: skip
    assert read(wrong, JAN, "35210").doubt == "jump"
    assert used(cast, JAN).reason == Reason.UNCONFIRMED


def test_every_home_without_a_bill_has_its_reason(cast, meter):
    empty = Unit.objects.create(
        company=cast.company, estate=cast.estate, building=cast.building, number="1502", key="3-2-1502"
    )
    start, end = MONTH[JAN]
    found = usage(units=[cast.unit.pk, empty.pk], kind="cold_water", start=start, end=end)
    assert {pk: each.reason for pk, each in found.items()} == {
        cast.unit.pk: Reason.NO_READING,
        empty.pk: Reason.NO_METER,
    }


def test_a_missed_month_is_in_the_next(cast, meter, read):
    read(meter, FEB, "124")
    assert used(cast, JAN).reason == Reason.NO_READING
    assert used(cast, FEB).amount == 24


@pytest.mark.parametrize("value", ["12a", "", "-5", "1O2", "12.3456", "1e3", "一百", "9999999"])
def test_letters_are_refused(meter, read, value):
    with pytest.raises(Refused):
        read(meter, JAN, value)
    assert MeterReading.objects.filter(on=JAN).count() == 0


def test_full_width_digits_are_digits(meter, read):
    assert read(meter, JAN, "112.5").value == Decimal("112.5")


def test_backwards_and_jumps_wait_for_a_reason(cast, meter, read):
    read(meter, JAN, "112")
    back = read(meter, FEB, "108")
    assert (back.doubt, used(cast, FEB).reason) == ("backwards", Reason.UNCONFIRMED)
    with pytest.raises(Refused):
        actions.confirm_reading(actor=cast.manager, now=NOW, reading=back, reason=" ")
    with pytest.raises(Forbidden):
        actions.confirm_reading(actor=cast.technician, now=NOW, reading=back, reason="看错了")
    actions.confirm_reading(actor=cast.manager, now=NOW, reading=back, reason="上月多抄了")
    assert used(cast, FEB).amount == 0
    read(meter, MAR, "120")
    assert used(cast, MAR).amount == 8, "120 - 112: what was billed is not billed again"
    with pytest.raises(Stale):
        actions.confirm_reading(actor=cast.manager, now=NOW, reading=back, reason="再来")


def test_a_jump_is_billed_once_confirmed(cast, meter, read):
    jump = read(meter, JAN, "400")
    assert jump.doubt == "jump"
    actions.confirm_reading(actor=cast.manager, now=NOW, reading=jump, reason="家中漏水，已电话核实")
    assert used(cast, JAN).amount == 300
    with pytest.raises(Refused):
        actions.confirm_reading(
            actor=cast.manager, now=NOW, reading=read(meter, FEB, "999"), reason="翻转", rolled=True
        )


def test_a_correction_is_a_row_of_its_own(cast, meter, read):
    wrong = read(meter, JAN, "122")
    right = actions.correct_reading(
        actor=cast.manager, now=NOW, reading=wrong, value="112", reason="看错一位"
    )
    assert used(cast, JAN).amount == 12
    assert list(meter.readings.order_by("pk").values_list("value", "corrects")) == [
        (100, None),
        (122, None),
        (112, wrong.pk),
    ]
    assert right.corrects == wrong
    with pytest.raises(Stale):
        actions.correct_reading(actor=cast.manager, now=NOW, reading=wrong, value="113", reason="又改")


def test_a_correction_moves_what_comes_after(cast, meter, read):
    wrong, later = read(meter, JAN, "130"), read(meter, FEB, "124")
    assert later.doubt == "backwards"
    actions.correct_reading(actor=cast.manager, now=NOW, reading=wrong, value="113", reason="看错")
    later.refresh_from_db()
    assert (later.doubt, later.used) == ("", 11)


def test_one_reading_a_day(cast, meter, read):
    first = read(meter, JAN, "112", key="k1")
    assert read(meter, JAN, "112", key="k1") == first, "sent twice by the phone"
    assert read(meter, JAN, "112") == first, "typed twice"
    with pytest.raises(Refused, match="更正"):
        read(meter, JAN, "113")
    with pytest.raises(DatabaseError), transaction.atomic():
        _copy(first)


def _copy(reading):
    reading.pk = None
    reading._state.adding = True
    reading.save()


def test_days_that_cannot_be(cast, meter, read):
    for on in (TODAY + timedelta(days=1), date(2025, 12, 27)):
        with pytest.raises(Refused):
            read(meter, on, "112")


def test_the_day_is_the_estates(cast, meter, read):
    """Half past midnight in Hangzhou is still yesterday in UTC."""
    midnight = calendar.at("周四 00:30")
    made = actions.take_reading(
        actor=cast.technician, now=midnight, meter=meter, on=TODAY + timedelta(days=1), value="101"
    )
    assert made.on == TODAY + timedelta(days=1)


def test_what_a_bill_stands_on_does_not_change(cast, meter, read):
    early, billed = read(meter, JAN, "112"), read(meter, FEB, "121")
    assert actions.mark_billed(now=NOW, readings=used(cast, FEB).readings) == 1
    for reading in (early, billed):
        with pytest.raises(Refused, match="出过账单"):
            actions.correct_reading(actor=cast.manager, now=NOW, reading=reading, value="115", reason="x")
    with pytest.raises(Refused, match="出过账单"):
        read(meter, date(2026, 2, 14), "115")
    actions.release_billed(readings=[billed.pk])
    actions.correct_reading(actor=cast.manager, now=NOW, reading=billed, value="120", reason="账单已冲减")
    assert used(cast, FEB).amount == 8


def test_a_usage_that_was_corrected_meanwhile_is_not_billed(cast, meter, read):
    reading = read(meter, JAN, "112")
    asked = used(cast, JAN)
    actions.correct_reading(actor=cast.manager, now=NOW, reading=reading, value="111", reason="看错")
    with pytest.raises(Stale):
        actions.mark_billed(now=NOW, readings=asked.readings)


BUGS = {
    "a value is edited": lambda r: MeterReading.objects.filter(pk=r.pk).update(value=1),
    "a day is edited": lambda r: MeterReading.objects.filter(pk=r.pk).update(on=TODAY),
    "a reading is deleted": lambda r: MeterReading.objects.filter(pk=r.pk)._raw_delete("default"),
    "confirmed without a reason": lambda r: MeterReading.objects.filter(pk=r.pk).update(confirmed_at=NOW),
}


@pytest.mark.parametrize("bug", BUGS)
def test_not_even_a_bug_changes_a_reading(meter, read, bug):
    reading = read(meter, JAN, "112")
    with pytest.raises(DatabaseError), transaction.atomic():
        BUGS[bug](reading)
