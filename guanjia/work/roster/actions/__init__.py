"""Writing the roster."""

from guanjia.work.roster.actions.absences import end_leave, grant_leave, swap_shifts
from guanjia.work.roster.actions.shifts import EDIT, copy_month, save_kind, set_shift, set_up_kinds

__all__ = [
    "EDIT", "copy_month", "end_leave", "grant_leave", "save_kind", "set_shift", "set_up_kinds", "swap_shifts",
]  # fmt: skip
