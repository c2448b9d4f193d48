"""What happens to the device: replaced, multiplied, estimated, shared, photographed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.meters import actions
from guanjia.work.meters.conftest import FEB, JAN, MAR, MONTH, NOW, used
from guanjia.work.meters.models import Meter
from guanjia.work.meters.queries import shared_usage, unread

pytestmark = pytest.mark.usefixtures("as_system")


def test_a_replacement_adds_up(cast, meter, read):
    """115 on the old one when it came off, 3 on the new one when it went up."""
    read(meter, JAN, "110")
    new = actions.replace_meter(
        actor=cast.manager, now=NOW, meter=meter, on=date(2026, 2, 10), last="115", number="W1501B", start="3"
    )
    assert used(cast, FEB).amount == 5, "the new one was not read yet"
    read(new, FEB, "9")
    assert used(cast, FEB).amount == 5 + 6
    with pytest.raises(Refused, match="拆除"):
        read(meter, MAR, "120")
    read(new, MAR, "20")
    assert used(cast, MAR).amount == 11
    assert new.replaces.removed_on == date(2026, 2, 10)
    with pytest.raises(Refused):
        actions.replace_meter(
            actor=cast.manager, now=NOW, meter=meter, on=MAR, last="1", number="X", start="0"
        )


def test_a_replacement_that_is_refused_leaves_the_old_meter(cast, meter, read):
    with pytest.raises(Refused):
        actions.replace_meter(
            actor=cast.manager, now=NOW, meter=meter, on=JAN, last="110", number="N", start="3x"
        )
    meter.refresh_from_db()
    assert meter.removed_on is None
    assert meter.readings.count() == 1


def test_the_multiplier_is_in_the_usage(cast, read):
    big = actions.register_meter(
        actor=cast.manager, now=NOW, estate=cast.estate, kind="electricity", number="E1", unit=cast.unit,
        multiplier=Decimal(40), installed_on=date(2025, 12, 28), start="10",
    )  # fmt: skip
    read(big, JAN, "12.5")
    assert used(cast, JAN, "electricity").amount == 100


def test_what_nobody_could_read_is_estimated_and_set_right(cast, meter, read):
    read(meter, JAN, "110")
    estimated = actions.estimate_readings(
        actor=cast.manager, now=NOW, estate=cast.estate, meters=[meter.pk], on=FEB, reason="三次上门无人"
    )
    assert [each.estimated for each in estimated] == [True]
    assert used(cast, FEB).estimated
    assert used(cast, FEB).amount == Decimal("10.000")
    read(meter, MAR, "130")
    assert used(cast, MAR).amount == 10, "130 - 110 over both months"
    assert not actions.estimate_readings(
        actor=cast.manager, now=NOW, estate=cast.estate, meters=[meter.pk], on=MAR, reason="已抄"
    )


def test_a_sheet_is_kept_line_by_line(cast, meter):
    other = actions.register_meter(
        actor=cast.manager,
        now=NOW,
        estate=cast.estate,
        kind="cold_water",
        number="P1",
        building=cast.building,
    )
    lines = {meter.pk: "112", other.pk: "abc"}
    taken = actions.take_readings(actor=cast.butler, now=NOW, estate=cast.estate, on=JAN, values=lines)
    assert [(line.meter, bool(line.reading), bool(line.refused)) for line in taken] == [
        (meter, True, False),
        (other, False, True),
    ]
    again = actions.take_readings(actor=cast.butler, now=NOW, estate=cast.estate, on=JAN, values=lines)
    assert again[0].reading == taken[0].reading
    assert list(unread(Meter.objects.all(), since=date(2026, 1, 1), through=JAN)) == [other]


def test_a_shared_meter_and_the_one_that_took_its_place(cast, read):
    pump = actions.register_meter(
        actor=cast.manager, now=NOW, estate=cast.estate, kind="electricity", number="P1", place="水泵房",
        installed_on=date(2025, 12, 28), start="0",
    )  # fmt: skip
    read(pump, JAN, "100")
    new = actions.replace_meter(
        actor=cast.manager, now=NOW, meter=pump, on=date(2026, 2, 5), last="130", number="P2", start="0"
    )
    read(new, FEB, "70")
    found = shared_usage(estate=cast.estate, kind="electricity", start=MONTH[FEB][0], end=MONTH[FEB][1])
    assert {pk: each.amount for pk, each in found.items()} == {new.pk: 100}


def test_a_number_once_in_an_estate(cast, meter):
    what = {"now": NOW, "kind": "cold_water", "number": "W1501"}
    with pytest.raises(Refused, match="表号"):
        actions.register_meter(actor=cast.manager, estate=cast.estate, **what)
    assert actions.register_meter(actor=cast.headquarters, estate=cast.other_estate, **what)


def test_only_a_photo_is_kept_as_one(cast, meter, read, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(Refused):
        read(meter, JAN, "112", photo=SimpleUploadedFile("a.jpg", b"<svg onload=1>"))
    kept = read(meter, JAN, "112", photo=SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0" + b"0" * 20))
    assert kept.photo.size == 24


def test_strangers_read_nothing(cast, meter, acting):
    for actor in (cast.outsider, cast.elsewhere):
        with acting(actor):
            assert not Meter.objects.visible_to(actor).exists()
            with pytest.raises((Meter.DoesNotExist, Forbidden)):
                actions.take_reading(actor=actor, now=NOW, meter=meter, on=JAN, value="112")
    with pytest.raises(Forbidden):
        actions.take_reading(actor=cast.guard, now=NOW, meter=meter, on=JAN, value="112")
