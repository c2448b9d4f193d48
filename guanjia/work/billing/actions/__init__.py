"""Prices, runs, corrections, late fees."""

from guanjia.work.billing.actions.corrections import charge_once, credit_charge, replace_charge
from guanjia.work.billing.actions.late import (
    decide_waiver,
    fix_late_fees,
    late_charges,
    late_entry,
    waive_late_fee,
)
from guanjia.work.billing.actions.reductions import decide_reduction, end_reduction, request_reduction
from guanjia.work.billing.actions.runs import (
    begin_again,
    cancel_run,
    publish_run,
    recalculate_run,
    start_run,
)
from guanjia.work.billing.actions.tariffs import (
    add_version,
    create_tariff,
    end_listing,
    list_unit,
    save_shared_bill,
    withdraw_version,
)

__all__ = [
    "add_version",
    "begin_again",
    "cancel_run",
    "charge_once",
    "create_tariff",
    "credit_charge",
    "decide_reduction",
    "decide_waiver",
    "end_listing",
    "end_reduction",
    "fix_late_fees",
    "late_charges",
    "late_entry",
    "list_unit",
    "publish_run",
    "recalculate_run",
    "replace_charge",
    "request_reduction",
    "save_shared_bill",
    "start_run",
    "waive_late_fee",
    "withdraw_version",
]
