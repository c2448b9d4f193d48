"""What the database refuses, said in words a cashier can act on."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError
from django.utils.translation import gettext as _

from guanjia.kernel.errors import Refused, Stale


@contextmanager
def explained() -> Iterator[None]:
    """Around a transaction: what the books refuse comes out as Refused or Stale; anything else as it is."""
    try:
        yield
    except IntegrityError as error:
        refusal = _words(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None))
        if refusal is None:
            raise
        raise refusal from error


def _words(constraint: str | None) -> Refused | None:
    match constraint:
        case "charge_never_paid_twice":
            return Stale(_("其中有费用刚被别处收取或冲减，请刷新后按最新欠费再收"))
        case "account_not_overdrawn":
            return Refused(_("余额不足：预存、积分、押金或现金抽屉的余额少于要动用的金额"), code="balance")
        case "book_open":
            return Refused(_("这一天已经结账，不能再记账。请换到未结账的日期，或用冲销更正"), code="closed")
        case "charge_once_per_period":
            return Refused(_("同一房号、同一收费项目、同一周期已经出过账单"), code="billed_twice")
    return None
