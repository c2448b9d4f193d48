"""What online payment has open when a day is closed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.work.ledger.matters import Matter
from guanjia.work.online.models import Difference


def open_matters(estate: Any, through: date) -> Iterator[Matter]:
    """Differences with a provider's statement that nobody has settled."""
    waiting = Difference.objects.filter(estate=estate, day__lte=through, resolved_at=None).count()
    if waiting:
        yield Matter(_("网上支付有 %(n)s 处差异没有处理") % {"n": waiting}, reverse("online:reconciliation"))
