"""What the desk gives back of an online payment, the provider sends."""

from decimal import Decimal

from guanjia.engine.events import on
from guanjia.work.cashier.events import MoneyGivenBack
from guanjia.work.cashier.models import Refund
from guanjia.work.online import jobs
from guanjia.work.online.actions import ask_refund
from guanjia.work.online.events import RefundAsked
from guanjia.work.online.models import OnlineOrder


@on(MoneyGivenBack)
def send_back(event: MoneyGivenBack) -> None:
    """Parts that came by an order of ours; others the desk gives back by hand."""
    order = OnlineOrder.objects.filter(payment_id=event.payment_id).first()
    if order is None:
        return
    refund = Refund.objects.get(pk=event.refund_id)
    for _means, amount, reference in event.parts:
        if reference == order.transaction_id:
            ask_refund(now=event.at, order=order, amount=Decimal(amount), reason=refund.reason, refund=refund)


@on(RefundAsked)
def ask_provider(event: RefundAsked) -> None:
    jobs.send_refund.defer(company_id=event.company_id, refund_id=event.online_refund_id)
