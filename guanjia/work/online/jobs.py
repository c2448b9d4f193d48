"""Looking after orders and refunds, and the daily comparison."""

import logging

from django.utils.translation import gettext_lazy
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from guanjia.channels.wallets.opening import offered
from guanjia.channels.wallets.port import Unavailable
from guanjia.directory.places.models import Company
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.work.online import actions
from guanjia.work.online.models import OnlineOrder, OnlineRefund, Reconciliation
from guanjia.work.online.rules import PATIENCE, days_to_compare

log = logging.getLogger(__name__)
MOST = 200
PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[Unavailable])


@app.task(queue="default", name="online.send_refund", retry=PATIENT)
def send_refund(*, company_id: int, refund_id: int) -> None:
    with acting_as(system(company_id)):
        refund = OnlineRefund.objects.select_related("order").get(pk=refund_id)
        actions.send_refund(now=time.now(), refund=refund)


@app.periodic(cron="* * * * *")
@app.task(queue="default", name="online.look_after", queueing_lock="online.look_after", pass_context=False)
def look_after(timestamp: int) -> int:
    """Every minute: notices that may be lost, orders past their time. Returns how many were looked at."""
    now = time.now()
    with acting_as(system(None)):
        waiting = OnlineOrder.objects.filter(state=OnlineOrder.State.CREATED, opened_at__lte=now - PATIENCE)
        orders = list(waiting.order_by("expires_at")[:MOST])
    for order in orders:
        with acting_as(system(order.company_id)):
            try:
                actions.look_after(now=now, order=order)
            except Refused as no:
                log.warning("order %s: %s", order, no)
    return len(orders)


@app.periodic(cron="*/10 * * * *")
@app.task(
    queue="default", name="online.follow_refunds", queueing_lock="online.follow_refunds", pass_context=False
)
def follow_refunds(timestamp: int) -> int:
    """Every ten minutes: refunds that are on their way. Returns how many."""
    now = time.now()
    with acting_as(system(None)):
        waiting = OnlineRefund.objects.filter(state=OnlineRefund.State.WAITING, asked_at__lte=now - PATIENCE)
        refunds = list(waiting.select_related("order").order_by("asked_at")[:MOST])
    for refund in refunds:
        with acting_as(system(refund.company_id)):
            try:
                actions.follow_refund(now=now, refund=refund)
            except Refused as no:
                log.warning("refund %s: %s", refund, no)
    return len(refunds)


@app.periodic(cron="25 * * * *")
@app.task(queue="default", name="online.reconcile", queueing_lock="online.reconcile", pass_context=False)
def reconcile(timestamp: int) -> int:
    """Every hour, so that a day missed is made up for: compare what was not compared yet. Returns how many days."""
    now = time.now()
    with acting_as(system(None)):
        companies = list(Company.objects.order_by("pk").values_list("pk", flat=True))
    return sum(_compare(pk, provider.code, now=now) for pk in companies for provider in offered(pk))


def _compare(company_id: int, provider: str, *, now) -> int:
    us, made = system(company_id), 0
    with acting_as(us):
        known = Reconciliation.objects.filter(company_id=company_id, provider=provider)
        for day in days_to_compare(now, set(known.values_list("day", flat=True))):
            try:
                actions.reconcile(actor=us, now=now, provider=provider, day=day)
                made += 1
            except Refused as no:
                log.warning("statement of %s %s: %s", provider, day, no)
    return made


labels = {
    "online.send_refund": gettext_lazy("线上退款"),
    "online.look_after": gettext_lazy("查询没有回音的线上订单"),
    "online.follow_refunds": gettext_lazy("跟踪在途退款"),
    "online.reconcile": gettext_lazy("与支付平台对账"),
}
