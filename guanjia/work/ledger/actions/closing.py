"""Closing a day or a month."""

from calendar import monthrange
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import record
from guanjia.kernel.errors import Refused
from guanjia.work.ledger.actions.accounts import today
from guanjia.work.ledger.models import Book, Closing, Transfer
from guanjia.work.ledger.rules import YUAN


@transaction.atomic
def close_books(*, actor: Actor, now: datetime, estate: Any, kind: str, through: date) -> Closing:
    """Nothing can be posted on or before `through` from now on. Waits for postings that are under way.

    Raises Refused for the future, today, a month that is not over, or what is closed already.
    """
    require(actor, "books.close")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('ledger_book'), %s)", [estate.pk])
    book, _new = Book.objects.get_or_create(company_id=estate.company_id, estate=estate)
    _refuse_wrong_day(book, kind=kind, through=through, today=today(estate, now))
    since = {} if book.closed_through is None else {"on__gt": book.closed_through}
    posted = Transfer.objects.filter(estate=estate, on__lte=through, currency=YUAN, **since)
    totals = posted.aggregate(total=Sum("amount", default=0), entries=Count("entry", distinct=True))
    closing = Closing.objects.create(
        company_id=estate.company_id,
        estate=estate,
        kind=kind,
        through=through,
        at=now,
        by_id=actor.pk,
        debits=totals["total"],
        credits=totals["total"],
        entries=totals["entries"],
    )
    if book.closed_through is None or through > book.closed_through:
        Book.objects.filter(pk=book.pk).update(closed_through=through)
    record(actor=actor, now=now, verb="books.closed", of=closing, after={"through": through.isoformat()})
    return closing


def _refuse_wrong_day(book: Book, *, kind: str, through: date, today: date) -> None:
    if through >= today:
        raise Refused(_("只能结到昨天为止：今天还会有收款"), field="through")
    if kind == Closing.Kind.MONTH and through.day != monthrange(through.year, through.month)[1]:
        raise Refused(_("月结的日期应是当月最后一天"), field="through")
    done = Closing.objects.filter(estate=book.estate_id, kind=kind, through__gte=through).exists()
    day_done = kind == Closing.Kind.DAY and book.closed_through and through <= book.closed_through
    if done or day_done:
        raise Refused(_("这一天已经结过账"), field="through")
