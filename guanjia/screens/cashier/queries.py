"""What the pages of the cashier's desk show, in few statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse

from guanjia.directory.team.models import Staff
from guanjia.directory.team.roles import ROLES
from guanjia.engine.access import Actor
from guanjia.engine.search.index import CUSTOMER, UNIT, find
from guanjia.work.cashier.models import CashSession, Deposit, InvoiceRequest, Payment, Refund
from guanjia.work.ledger.models import Account
from guanjia.work.ledger.rules import Kind

ADDRESS = {CUSTOMER: "cashier:customer", UNIT: "cashier:unit"}
ICONS = {CUSTOMER: "user", UNIT: "home"}


@dataclass(frozen=True)
class Found:
    """A possible payer: a home or a person."""

    href: str
    icon: str
    title: str
    subtitle: str


def find_payers(typed: str, *, most: int = 6) -> list[Found]:
    """Homes first: most say their room. One statement."""
    hits = sorted(find(typed, (UNIT, CUSTOMER), most=most), key=lambda hit: hit.kind != UNIT)
    return [
        Found(reverse(ADDRESS[hit.kind], args=[hit.object_id]), ICONS[hit.kind], hit.title, hit.subtitle)
        for hit in hits
    ]


def with_drawer(rows: QuerySet[CashSession]) -> QuerySet[CashSession]:
    """Shifts with `in_drawer`, what the books say lies in their drawer now."""
    drawer = Account.objects.filter(
        estate=OuterRef("estate"), kind=Kind.CASH.value, ref=Cast(OuterRef("till"), CharField())
    )
    rows = rows.annotate(in_drawer=Subquery(drawer.values("balance")[:1]))
    return rows.select_related("till", "estate", "cashier", "handed_to", "closed_by")


def running(actor: Actor) -> CashSession | None:
    """The actor's open shift."""
    return with_drawer(CashSession.objects.visible_to(actor)).filter(cashier=actor.pk, closed_at=None).first()


def waiting_for(actor: Actor) -> list[CashSession]:
    """Shifts handed over to the actor, which he has not signed for."""
    rows = CashSession.objects.visible_to(actor).filter(handed_to=actor.pk, received_at=None)
    return list(rows.exclude(closed_at=None).select_related("cashier", "till"))


def receipts(actor: Actor) -> QuerySet[Payment]:
    return Payment.objects.visible_to(actor).select_related("unit__building", "session", "estate")


def last_receipts(session: CashSession | None, *, most: int = 8) -> list[Payment]:
    """What was taken last in a shift."""
    if session is None:
        return []
    rows = Payment.objects.filter(session=session).select_related("unit__building").order_by("-number")
    return list(rows[:most])


def receipt(actor: Actor, pk: int) -> Payment | None:
    rows = receipts(actor).select_related(
        "customer", "voided_by", "invoice", "session__cashier", "estate__company"
    )
    return rows.prefetch_related("tenders", "lines", "refunds").filter(pk=pk).first()


def refunds(actor: Actor) -> QuerySet[Refund]:
    people = ("requested_by", "approved_by", "payment__unit__building", "payment__customer", "estate")
    return Refund.objects.visible_to(actor).select_related(*people)


def invoices(actor: Actor) -> QuerySet[InvoiceRequest]:
    return InvoiceRequest.objects.visible_to(actor).select_related("payment__unit__building", "estate")


def deposits(actor: Actor) -> QuerySet[Deposit]:
    rows = Deposit.objects.visible_to(actor)
    return rows.select_related("kind", "unit__building", "customer", "account", "estate")


def holders(actor: Actor, estate_id: int, permissions: Iterable[str]) -> QuerySet[Staff]:
    """Colleagues at an estate whose posts carry one of the permissions."""
    wanted = set(permissions)
    roles = [code for code, role in ROLES.items() if wanted & role.permissions]
    here = Q(everywhere=True) | Q(estates__contains=[estate_id])
    rows: Any = Staff.objects.visible_to(actor).filter(here, is_active=True, roles__overlap=roles)
    return rows.order_by("pinyin", "name")
