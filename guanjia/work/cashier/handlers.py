"""A case hears that everything it asked for is paid; an invoice that nobody has issued yet follows its receipt."""

from guanjia.engine.access import system
from guanjia.engine.events import on
from guanjia.work.cases.actions import receive
from guanjia.work.cases.models import Case
from guanjia.work.cashier.actions.invoices import follow_receipt
from guanjia.work.cashier.effects import PAID, unpaid
from guanjia.work.cashier.events import PaymentTaken, PaymentUndone
from guanjia.work.cashier.models import Payment


@on(PaymentTaken)
def tell_the_case(event: PaymentTaken) -> None:
    numbers = {int(origin.partition(":")[2]) for origin in event.origins if origin.startswith("case:")}
    for case in Case.objects.filter(pk__in=sorted(numbers)) if numbers else ():
        if not unpaid(case):
            receive(case=case, event=PAID, answers={}, actor=system(event.company_id), now=event.at)


@on(PaymentUndone)
def lower_the_invoice(event: PaymentUndone) -> None:
    follow_receipt(payment=Payment.objects.get(pk=event.payment_id), now=event.at)
