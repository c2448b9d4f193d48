"""What the pages of the books show beyond a list."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from guanjia.engine.access import Actor
from guanjia.work.books.models import Settlement, VoucherExport
from guanjia.work.ledger.models import (
    Book,
    Charge,
    Closing,
    Entry,
    Payee,
    Transfer,
    account_name,
)


def sides_of(entry: Entry) -> list[dict[str, Any]]:
    """The entry summed by pair of accounts; one statement however many transfers it has."""
    rows = (
        Transfer.objects.filter(entry=entry)
        .values(
            "debit_id", "debit__kind", "debit__name", "credit_id", "credit__kind", "credit__name", "currency"
        )
        .annotate(amount=Sum("amount"), transfers=Count("pk"))
        .order_by("debit__name", "credit__name")
    )
    return [
        {
            **row, "debit": account_name(row["debit__kind"], row["debit__name"]),
            "credit": account_name(row["credit__kind"], row["credit__name"]),
        }
        for row in rows
    ]  # fmt: skip


def transfers_of(actor: Actor, entry: Entry) -> QuerySet[Transfer]:
    rows = Transfer.objects.visible_to(actor).filter(entry=entry)
    return rows.select_related("debit", "credit", "charge__unit", "raises__unit")


def history_of(actor: Actor, charge: Charge) -> QuerySet[Transfer]:
    """Everything that was ever posted about a charge, oldest first."""
    rows = Transfer.objects.visible_to(actor).filter(Q(raises=charge) | Q(charge=charge))
    return rows.select_related("entry", "debit", "credit").order_by("id")


def marks_of(actor: Actor) -> dict[int, date | None]:
    """Through which day the books of each estate in sight are closed."""
    return dict(Book.objects.visible_to(actor).values_list("estate_id", "closed_through"))


def closings_of(actor: Actor, estate: Any) -> QuerySet[Closing]:
    """The latest closings of an estate."""
    return Closing.objects.visible_to(actor).filter(estate=estate).select_related("by").order_by("-id")[:60]


def exports_of(actor: Actor, estate: Any) -> QuerySet[VoucherExport]:
    rows = VoucherExport.objects.visible_to(actor).filter(estate=estate).select_related("by")
    return rows.order_by("-id")[:100]


def payees_of(actor: Actor) -> QuerySet[Payee]:
    return Payee.objects.visible_to(actor).order_by("retired_at", "name")[:500]


def settlements_of(actor: Actor, payee: Payee, estate: Any) -> QuerySet[Settlement]:
    rows = Settlement.objects.visible_to(actor).filter(payee=payee, estate=estate)
    return rows.select_related("requested_by", "decided_by").order_by("-id")[:50]


def waiting_of(actor: Actor) -> QuerySet[Settlement]:
    rows = Settlement.objects.visible_to(actor).filter(state=Settlement.State.REQUESTED)
    return rows.select_related("payee", "estate", "requested_by").order_by("id")[:50]
