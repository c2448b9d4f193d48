"""What billing tells the meters. It asks for the rights itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from guanjia.kernel.errors import Stale
from guanjia.work.meters.actions._shared import explained
from guanjia.work.meters.models import MeterReading


@transaction.atomic
def mark_billed(*, now: datetime, readings: Iterable[int]) -> int:
    """A published bill stands on these readings (`Usage.readings`): from now on they, and all before them on the same
    meters, stay as they are. Returns how many were not billed before.

    Raises Stale when one was corrected or doubted since the usage was asked for: ask again.
    """
    ids = set(readings)
    held = MeterReading.objects.counted().filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    if held.values_list("pk").count() != len(ids):
        raise Stale("readings were corrected after the usage was asked for")
    with explained():
        return MeterReading.objects.filter(pk__in=ids, billed_at=None).update(billed_at=now)


@transaction.atomic
def release_billed(*, readings: Iterable[int]) -> int:
    """The bill on these readings was taken back in full: they may be corrected again. Returns how many there were."""
    return MeterReading.objects.filter(pk__in=set(readings)).update(billed_at=None)
