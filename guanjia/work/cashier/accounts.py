"""The ledger's accounts that belong to the cashier."""

from typing import Any

from guanjia.work.cashier.models import CashSession, Deposit, Till
from guanjia.work.cashier.rules import ACCOUNTS, Means
from guanjia.work.ledger.actions import Ref
from guanjia.work.ledger.rules import Kind

SAFE = Ref(Kind.CASH, "safe", "待存行")  # takings on their way to the bank


def drawer(till: Till) -> Ref:
    return Ref(Kind.CASH, str(till.pk), till.name)


def holder(*, customer: Any = None, unit: Any = None) -> str:
    """Whose balance it is: the customer's, or (nobody known) the home's."""
    return str(customer.pk) if customer is not None else f"unit:{unit.pk}"


def purse(*, customer: Any = None, unit: Any = None) -> Ref:
    """The prepaid balance of a customer or home."""
    return Ref(Kind.PREPAID, holder(customer=customer, unit=unit), str(customer or unit))


def points_of(customer: Any) -> Ref:
    return Ref(Kind.POINTS, str(customer.pk), str(customer))


def held(deposit: Deposit) -> Ref:
    """The deposit's own account."""
    return Ref(Kind.DEPOSIT, str(deposit.pk), f"{deposit.kind}-{deposit.payer}")


def source(means: Means, *, session: CashSession | None, customer: Any, unit: Any) -> Ref:
    """The account that a tender of these means fills (or, prepaid and points, empties)."""
    match means:
        case Means.CASH:
            assert session is not None
            return drawer(session.till)
        case Means.PREPAID:
            return purse(customer=customer, unit=unit)
    return Ref(ACCOUNTS[means])
