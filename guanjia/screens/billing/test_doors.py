"""Doors. Bills, runs, tariffs, reductions."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import Cast
from guanjia.testing.doors import BOTH, Door
from guanjia.work.billing import actions as billing
from guanjia.work.billing import running

DOORS = {
    "charges": Door("money.view"),
    "new_charge": Door("billing.run", methods=BOTH),
    "charge": Door("money.view", "bill"),
    "credit": Door("billing.correct", "bill", "POST"),
    "replace": Door("billing.correct", "bill", "POST"),
    "waive": Door("money.view", "bill", "POST"),
    "notice": Door("money.view", "unit"),
    "runs": Door("billing.run"),
    "new_run": Door("billing.run", methods=BOTH),
    "run": Door("billing.run", "billing_run"),
    "progress": Door("billing.run", "billing_run"),
    "lines": Door("billing.run", "billing_run"),
    "act": Door("billing.run", "billing_run", "POST", more={"verb": "publication"}),
    "tariffs": Door("money.view"),
    "new_tariff": Door("tariffs.edit", methods=BOTH),
    "tariff": Door("money.view", "fee"),
    "new_version": Door("tariffs.edit", "fee", BOTH),
    "list_unit": Door("tariffs.edit", "fee", "POST"),
    "shared_bill": Door("tariffs.edit", "fee", "POST"),
    "withdraw": Door("tariffs.edit", "fee_version", "POST"),
    "approvals": Door("money.view"),
    "new_reduction": Door("money.view", methods=BOTH),
    "decide_reduction": Door("money.approve", "reduction", "POST"),
    "end_reduction": Door("money.approve", "reduction", "POST"),
    "decide_waiver": Door("money.approve", "waiver", "POST"),
}


def things(cast: Cast, now: datetime) -> dict[str, Any]:
    """Last month's fee of the home, not paid; a reduction and a waiver that wait."""
    month = (now.replace(day=1) - timedelta(days=1)).date().replace(day=1)
    us = {"actor": cast.accountant, "now": now}
    with acting_as(cast.accountant):
        fee = billing.create_tariff(code="gwy", name="管理费", estate=cast.estate, **us)
        version = billing.add_version(
            tariff=fee, since=month.replace(year=month.year - 1), method="area", price=Decimal("2.80"), **us
        )
        run = billing.start_run(estate=cast.estate, tariffs=[fee], start=month, defer=False, **us)
    running.draft(run.pk, now=now)
    with acting_as(cast.accountant):
        billing.publish_run(run=run, defer=False, **us)
    running.publish(run.pk, now=now)
    with acting_as(cast.accountant):
        bill = fee.charges.get()
        reduction = billing.request_reduction(
            estate=cast.estate,
            unit=cast.unit,
            kind="other",
            percent=Decimal(10),
            since=month,
            reason="协商",
            **us,
        )
    far = now + timedelta(days=900)
    with acting_as(cast.cashier):
        waiver = billing.waive_late_fee(
            actor=cast.cashier, now=far, charge=bill, amount=Decimal(50), reason="长期住院"
        )
    return {
        "bill": bill, "billing_run": run, "fee": fee, "fee_version": version, "reduction": reduction, "waiver": waiver,
    }  # fmt: skip
