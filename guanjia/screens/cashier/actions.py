"""What the counter does beyond one command of the cashier's."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.kernel.errors import Refused
from guanjia.work.billing.actions import fix_late_fees
from guanjia.work.ledger.models import Charge
from guanjia.work.online.actions import open_order
from guanjia.work.online.models import OnlineOrder


def show_code(
    *,
    actor: Actor,
    now: datetime,
    provider: str,
    charges: Sequence[tuple[Charge, Decimal]],
    deposits: Sequence[Any],
    prepay: Decimal,
    rounding: Decimal,
    with_late_fee: bool,
    **whose: Any,
) -> OnlineOrder:
    """An order with its QR code for what is ticked at the counter. Accrued late fees become charges and go along.

    Raises Refused for deposits and rounding, which an order cannot carry.
    """
    if deposits or rounding:
        raise Refused(_("付款码不能收押金和抹零：请取消勾选，押金另用现金、刷卡或转账收取"), field="rounding")
    fixed = fix_late_fees(actor=actor, now=now, charges=[charge for charge, _part in charges])
    lines = [*charges, *((fee, fee.amount) for fee in fixed if with_late_fee)]
    return open_order(actor=actor, now=now, provider=provider, lines=lines, prepay=prepay, **whose)
