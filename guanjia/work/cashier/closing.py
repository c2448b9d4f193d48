"""What the cashier's desk has open when a day is closed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.work.cashier.models import CashSession, Refund
from guanjia.work.ledger.matters import Matter


def open_matters(estate: Any, through: date) -> Iterator[Matter]:
    """Shifts nobody closed: those of earlier days hold the books, one of the day itself may go on. Refunds promised."""
    began = datetime.combine(through, time.min, ZoneInfo(estate.time_zone))
    shifts = CashSession.objects.filter(
        estate=estate, closed_at=None, opened_at__lt=began + timedelta(days=1)
    )
    for shift in shifts.select_related("cashier", "till").order_by("opened_at"):
        said = _("%(who)s 的班次 %(number)s（%(till)s）还没有交班")
        text = said % {"who": shift.cashier.name, "number": shift.number, "till": shift.till}
        yield Matter(text, reverse("cashier:shift", args=[shift.pk]), blocks=shift.opened_at < began)
    waiting = Refund.objects.filter(estate=estate, entry=None, refused_at=None).count()
    if waiting:
        yield Matter(_("有 %(n)s 笔退款还没有付出") % {"n": waiting}, reverse("cashier:refunds"))
