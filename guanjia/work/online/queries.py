"""What the pages of online payment show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Company, Estate, Unit
from guanjia.engine.access import Actor, system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.work.billing.late import LateFee, late_fees_as_of
from guanjia.work.cashier.queries import owed
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Charge
from guanjia.work.online.models import Difference, OnlineOrder, Reconciliation
from guanjia.work.online.tokens import PayLink


@dataclass(frozen=True)
class Due:
    """What the holder of a link may pay."""

    estate: Estate
    customer: Customer | None
    unit: Unit | None
    charges: list[Charge]
    late: dict[int, LateFee]

    def late_fee(self, charge: Charge) -> Decimal:
        """What has accrued on it and would be fixed by paying today."""
        return self.late.get(charge.pk, LateFee()).due


def due_by_link(link: PayLink, *, now: datetime) -> Due:
    """Inside the scope of the link's company. Raises Refused when the payer is not there any more."""
    us = system(link.company_id)
    estate = Estate.objects.visible_to(us).select_related("company").get(pk=link.estate_id)
    customer = Customer.objects.visible_to(us).filter(pk=link.customer_id, retired_at=None).first()
    unit = Unit.objects.visible_to(us).select_related("building").filter(pk=link.unit_id).first()
    if customer is None and unit is None:
        raise Refused(_("这个缴费链接已停用，请联系客服中心"), code="gone")
    day = today(estate, now)
    charges = owed(us, estate=estate, customer=customer, unit=unit, today=day).charges
    return Due(estate, customer, unit, charges, late_fees_as_of(charges, day, now=now))


def orders_of(actor: Actor):
    return OnlineOrder.objects.visible_to(actor).select_related(
        "estate", "unit__building", "payment", "customer"
    )


def differences_of(actor: Actor):
    rows = Difference.objects.visible_to(actor).select_related(
        "estate", "order__unit__building", "resolved_by", "asked_by"
    )
    return rows.order_by("resolved_at", "-found_at")


def last_runs(actor: Actor) -> list[Reconciliation]:
    """The newest comparison of each provider."""
    runs = Reconciliation.objects.visible_to(actor).select_related("by")
    return list(runs.order_by("provider", "-day").distinct("provider"))


def is_company(company_id: int) -> bool:
    """Whether such a company is kept here; asked before anybody is signed in."""
    with acting_as(system(company_id)):
        return Company.objects.filter(pk=company_id).exists()
