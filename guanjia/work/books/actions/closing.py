"""Closing a day or month at the accountant's desk."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.kernel.errors import Refused
from guanjia.work.ledger.actions import close_books
from guanjia.work.ledger.matters import open_matters
from guanjia.work.ledger.models import Closing


@transaction.atomic
def close_period(*, actor: Actor, now: datetime, estate: Any, kind: str, through: date) -> Closing:
    """Close the books when nothing that blocks is open any more.

    What is open is looked for again under the lock of the closing, so that nothing slips in between. Raises Refused
    with the first matter in words.
    """
    require(actor, "books.close")
    closing = close_books(actor=actor, now=now, estate=estate, kind=kind, through=through)
    blocking = [matter.text for matter in open_matters(estate, through) if matter.blocks]
    if blocking:
        said = ";".join(blocking[:3])
        raise Refused(_("还有 %(n)d 件事没有办完，不能结账：%(what)s") % {"n": len(blocking), "what": said})
    return closing
