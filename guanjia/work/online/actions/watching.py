"""Orders whose notice may be lost are asked for; orders past their time are closed."""

import logging
from datetime import datetime

from guanjia.channels.wallets.opening import open_wallet
from guanjia.channels.wallets.port import Declined, State
from guanjia.work.online.actions.hearing import hear
from guanjia.work.online.models import OnlineOrder

log = logging.getLogger(__name__)


def look_after(*, now: datetime, order: OnlineOrder) -> OnlineOrder:
    """Bring an open order in line with the provider: paid is booked, expired or closed there is closed here.

    Raises Unavailable; the next round asks again. Paid in the moment of closing is paid.
    """
    wallet = open_wallet(company_id=order.company_id, provider=order.provider, now=now)
    told = wallet.query(order.out_trade_no)
    if told.state == State.WAITING and order.expires_at <= now:
        try:
            wallet.close(order.out_trade_no)
        except Declined:
            told = wallet.query(order.out_trade_no)
            log.info("order %s was not closed: %s", order.out_trade_no, told.state)
    if told.state == State.PAID:
        hear(company_id=order.company_id, provider=order.provider, told=told, now=now)
    elif order.expires_at <= now or (told.state == State.CLOSED and order.code_url):
        ours = OnlineOrder.objects.filter(pk=order.pk, state=OnlineOrder.State.CREATED)
        ours.update(state=OnlineOrder.State.CLOSED, closed_at=now)
    order.refresh_from_db()
    return order
