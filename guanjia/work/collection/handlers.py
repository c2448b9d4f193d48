"""Money came or went: promises are looked at again, reminders that are not needed any more do not go out."""

from guanjia.engine.events import on
from guanjia.work.cashier.events import PaymentTaken, PaymentUndone
from guanjia.work.collection.actions.promising import is_followed, review_promises, stop_reminders


@on(PaymentTaken)
def money_came(event: PaymentTaken) -> None:
    if event.charge_ids and is_followed(estate_id=event.estate_id, charge_ids=event.charge_ids):
        review_promises(estate_id=event.estate_id, charge_ids=event.charge_ids, now=event.at)
        stop_reminders(estate_id=event.estate_id, charge_ids=event.charge_ids)


@on(PaymentUndone)
def money_went(event: PaymentUndone) -> None:
    if event.charge_ids:
        review_promises(estate_id=event.estate_id, charge_ids=event.charge_ids, now=event.at)
