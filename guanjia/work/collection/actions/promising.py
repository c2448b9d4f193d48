"""Promises are kept by payments, and open again when a payment is taken back."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import F, Q

from guanjia.work.collection.models import Dunning, Promise
from guanjia.work.collection.rules import Stop, is_kept
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Charge

# Counted: a plan for EXISTS expects to find a row soon, and reads all reminders where there is none.
_FOLLOWED = """
SELECT (SELECT count(*) FROM collection_promise
         WHERE estate_id = %(estate)s AND withdrawn_at IS NULL AND charge_ids && %(charges)s::bigint[])
     + (SELECT count(*) FROM collection_dunning
         WHERE estate_id = %(estate)s AND state = 'prepared' AND charge_ids && %(charges)s::bigint[])
"""


def is_followed(*, estate_id: int, charge_ids: Iterable[int]) -> bool:
    """Whether anything waits for these charges to be paid. One plain statement: every payment asks it while all the
    cashiers of the estate wait.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWED, {"estate": estate_id, "charges": list(charge_ids)})
        return bool(cursor.fetchone()[0])


def review_promises(*, estate_id: int, charge_ids: Iterable[int], now: datetime) -> int:
    """Look again at the promises about these charges after money came or went; returns how many changed."""
    about = Promise.objects.filter(
        estate_id=estate_id, charge_ids__overlap=list(charge_ids), withdrawn_at=None
    )
    promises = list(about.select_for_update().order_by("pk"))
    if not promises:
        return 0
    ids = {pk for one in promises for pk in one.charge_ids}
    rows = Charge.objects.filter(pk__in=ids).annotate(left=F("amount") - F("settled"))
    left, changed = dict(rows.values_list("pk", "left")), 0
    for one in promises:
        kept = is_kept(
            promised=one.amount, owed=one.owed, left=sum((left[pk] for pk in one.charge_ids), Decimal(0))
        )
        if kept != (one.kept_on is not None):
            one.kept_on = today(one.estate, now) if kept else None
            one.save(update_fields=["kept_on"])
            changed += 1
    return changed


def stop_reminders(*, estate_id: int, charge_ids: Iterable[int]) -> int:
    """Reminders that wait to go out and whose charges are all settled by now do not go."""
    waiting = Dunning.objects.filter(
        Q(charge_ids__overlap=list(charge_ids)), estate_id=estate_id, state=Dunning.State.PREPARED
    )
    about = list(waiting.only("pk", "charge_ids"))
    if not about:
        return 0
    owed = set(
        Charge.objects.open()
        .filter(pk__in={pk for one in about for pk in one.charge_ids})
        .values_list("pk", flat=True)
    )
    over = [one.pk for one in about if owed.isdisjoint(one.charge_ids)]
    paid = {"state": Dunning.State.SKIPPED, "reason": Stop.PAID.value}
    return Dunning.objects.filter(pk__in=over, state=Dunning.State.PREPARED).update(**paid)
