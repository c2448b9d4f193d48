"""Meters are put up, read, doubted, confirmed, corrected, replaced – and stood on by bills."""

from guanjia.work.meters.actions.bills import mark_billed, release_billed
from guanjia.work.meters.actions.checking import confirm_reading, correct_reading, estimate_readings
from guanjia.work.meters.actions.reading import Taken, take_reading, take_readings
from guanjia.work.meters.actions.register import edit_meter, register_meter, remove_meter, replace_meter

__all__ = [
    "Taken", "confirm_reading", "correct_reading", "edit_meter", "estimate_readings", "mark_billed",
    "register_meter", "release_billed", "remove_meter", "replace_meter", "take_reading", "take_readings",
]  # fmt: skip
