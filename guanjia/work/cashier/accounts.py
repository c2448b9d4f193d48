"""The ledger's accounts that belong to the cashier."""

from typing import Any

from guanjia.work.cashier.models import CashSession, Deposit, Till
from guanjia.work.cashier.rules import ACCOUNTS, Means
from guanjia.work.ledger.actions import account
from guanjia.work.ledger.models import Account
from guanjia.work.ledger.rules import Kind

SAFE = "safe"


def drawer(till: Till) -> Account:
    return account(till.estate, Kind.CASH, till.pk, name=till.name)


def safe(estate: Any) -> Account:
    """Takings on their way to the bank."""
    return account(estate, Kind.CASH, SAFE, name="待存行")


def holder(*, customer: Any = None, unit: Any = None) -> str:
    """Whose balance it is: the customer's, or (nobody known) the home's."""
    return str(customer.pk) if customer is not None else f"unit:{unit.pk}"


def purse(estate: Any, *, customer: Any = None, unit: Any = None) -> Account:
    """The prepaid balance of a customer or home."""
    whose = customer or unit
    return account(estate, Kind.PREPAID, holder(customer=customer, unit=unit), name=str(whose))


def points_of(estate: Any, customer: Any) -> Account:
    return account(estate, Kind.POINTS, customer.pk, name=str(customer))


def held(deposit: Deposit) -> Account:
    """The deposit's own account."""
    return account(deposit.estate, Kind.DEPOSIT, deposit.pk, name=f"{deposit.kind}-{deposit.payer}")


def source(estate: Any, means: Means, *, session: CashSession | None, customer: Any, unit: Any) -> Account:
    """The account that a tender of these means fills (or, prepaid and points, empties)."""
    match means:
        case Means.CASH:
            assert session is not None
            return drawer(session.till)
        case Means.PREPAID:
            return purse(estate, customer=customer, unit=unit)
    return account(estate, ACCOUNTS[means])
