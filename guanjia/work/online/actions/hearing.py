"""What the provider tells us, in any order, late, or twice."""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.channels.wallets.opening import open_wallet, providers
from guanjia.channels.wallets.port import Answer, Forged, Notified, State, Unavailable
from guanjia.channels.wallets.rules import to_yuan
from guanjia.work.online.actions.differing import found, note
from guanjia.work.online.actions.refunding import refund_arrived
from guanjia.work.online.actions.settling import receive
from guanjia.work.online.models import Difference, OnlineOrder

log = logging.getLogger(__name__)
Kind = Difference.Kind


def take_notify(
    *, provider: str, company_id: int, headers: Mapping[str, str], body: bytes, now: datetime
) -> Answer:
    """A call to the company's notify address, inside its scope; how to answer it.

    What is not signed by the provider for this merchant is refused, logged and leaves no trace in the books. An order
    that we do not know (yet) is noted as a difference and refused too, so that the provider calls again.
    """
    ours = providers()[provider]
    try:
        told = open_wallet(company_id=company_id, provider=provider, now=now).read_notify(
            headers=headers, body=body
        )
    except (Forged, Unavailable) as no:
        log.warning("payment notice refused: provider=%s company=%s: %s", provider, company_id, no)
        return ours.refused
    return (
        ours.accepted if hear(company_id=company_id, provider=provider, told=told, now=now) else ours.refused
    )


@transaction.atomic
def hear(*, company_id: int, provider: str, told: Notified, now: datetime) -> bool:
    """Act on what is known to be true; whether we knew the order. Again changes nothing."""
    order = (
        OnlineOrder.objects.select_for_update(of=("self",))
        .select_related("estate", "customer", "unit")
        .filter(company_id=company_id, provider=provider, out_trade_no=told.out_trade_no)
        .first()
    )
    if order is None:
        if told.state == State.PAID:
            _note_unknown(company_id, provider, told, now=now)
        return False
    match told.state:
        case State.PAID:
            receive(order, told, now=now)
            found(order, Kind.UNKNOWN, reason=_("订单随后找到，已按订单入账"), now=now)
        case State.REFUND:
            refund_arrived(order, told, now=now)
        case State.CLOSED if order.is_open:
            OnlineOrder.objects.filter(pk=order.pk).update(state=OnlineOrder.State.CLOSED, closed_at=now)
    return True


def _note_unknown(company_id: int, provider: str, told: Notified, *, now: datetime) -> None:
    note(
        company_id=company_id, provider=provider, kind=Kind.UNKNOWN, now=now, day=told.paid_at or now,
        out_trade_no=told.out_trade_no, transaction_id=told.transaction_id, theirs=to_yuan(told.fen),
    )  # fmt: skip
