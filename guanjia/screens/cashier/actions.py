"""What the counter does beyond one command of the cashier's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor
from guanjia.engine.notify.actions import notify
from guanjia.engine.ui.shown import money
from guanjia.kernel.errors import Refused
from guanjia.work.billing.late import late_fees_as_of
from guanjia.work.cashier.actions import close_session
from guanjia.work.cashier.models import CashSession
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Charge
from guanjia.work.online.actions import open_order
from guanjia.work.online.models import OnlineOrder


def show_code(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    provider: str,
    charges: Sequence[tuple[Charge, Decimal]],
    deposits: Sequence[Any],
    prepay: Decimal,
    rounding: Decimal,
    with_late_fee: bool,
    **whose: Any,
) -> OnlineOrder:
    """An order with its QR code for what is ticked at the counter. Accrued late fees go along as of now; they become
    charges when the money comes.

    Raises Refused for deposits and rounding, which an order cannot carry.
    """
    if deposits or rounding:
        raise Refused(_("付款码不能收押金和抹零：请取消勾选，押金另用现金、刷卡或转账收取"), field="rounding")
    late = Decimal("0.00")
    if with_late_fee:
        accrued = late_fees_as_of([charge for charge, _part in charges], today(estate, now), now=now)
        late = sum((each.due for each in accrued.values()), late)
    order = {"estate": estate, "provider": provider, "lines": charges, "prepay": prepay, "late_fee": late}
    return open_order(actor=actor, now=now, **order, **whose)


@transaction.atomic
def hand_over(
    *,
    actor: Actor,
    now: datetime,
    session: CashSession,
    counts: Mapping[str, int],
    to: Staff,
    explanation: str,
) -> CashSession:
    """Close the shift and tell who is to sign for the cash; raises as `close_session`."""
    closed = close_session(
        actor=actor, now=now, session=session, counts=counts, to=to, explanation=explanation
    )

    def text() -> str:
        said = {"who": session.cashier.name, "number": session.number, "amount": money(closed.counted)}
        return _("%(who)s 把班次 %(number)s 的现金 %(amount)s 交给了您，请清点后签收") % said

    link = reverse("cashier:shift", args=[session.pk])
    notify(to=[to], kind="cash_session.handed_over", text=text, link=link, now=now)
    return closed
