"""A case hears that everything it asked for is paid."""

from guanjia.engine.access import system
from guanjia.engine.events import on
from guanjia.work.cases.actions import receive
from guanjia.work.cases.models import Case
from guanjia.work.cashier.effects import PAID, unpaid
from guanjia.work.cashier.events import PaymentTaken
from guanjia.work.cashier.models import Deposit
from guanjia.work.ledger.models import Charge


@on(PaymentTaken)
def tell_the_case(event: PaymentTaken) -> None:
    charges = Charge.objects.filter(pk__in=event.charge_ids).values_list("origin", flat=True)
    deposits = Deposit.objects.filter(pk__in=event.deposit_ids).values_list("origin", flat=True)
    numbers = {origin.partition(":")[2] for origin in (*charges, *deposits) if origin.startswith("case:")}
    for case in Case.objects.filter(pk__in=sorted(map(int, numbers))):
        if not unpaid(case):
            receive(case=case, event=PAID, answers={}, actor=system(event.company_id), now=event.at)
