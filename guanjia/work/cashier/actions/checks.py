"""What cannot be taken, said before anything is booked."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from guanjia.kernel.errors import Refused, Stale
from guanjia.kernel.money import FEN
from guanjia.work.cashier.models import Deposit
from guanjia.work.cashier.rules import ZERO, Means
from guanjia.work.ledger.models import Charge

if TYPE_CHECKING:
    from guanjia.work.cashier.actions.taking import Tendered


def refuse_wrong_sums(
    tenders: Sequence["Tendered"],
    *,
    charges: Sequence[tuple[Charge, Decimal]],
    deposits: Sequence[Deposit],
    prepay: Decimal,
    rounding: Decimal,
) -> None:
    """Every amount is above zero and counts in fen; what comes in is what it is used for."""
    amounts = [each.amount for each in tenders] + [part for _charge, part in charges]
    if not tenders or any(amount <= 0 or amount != amount.quantize(FEN) for amount in amounts):
        raise Refused(_("金额须大于零，最多两位小数"), field="amount")
    if prepay < 0 or rounding < 0:
        raise Refused(_("预存和抹零不能是负数"), field="prepay")
    for each in tenders:
        if each.given is not None and each.given < each.amount:
            raise Refused(_("收到的现金少于应收现金"), field="given")
    came = sum((each.amount for each in tenders), ZERO) + rounding
    used = sum((part for _charge, part in charges), prepay) + sum((each.amount for each in deposits), ZERO)
    if came != used:
        raise Refused(
            _("收款 %(came)s 元与用途 %(used)s 元不一致，请核对") % {"came": came, "used": used},
            field="amount",
        )


def refuse_wrong_uses(
    held: Mapping[int, Charge],
    *,
    estate: Any,
    customer: Any,
    unit: Any,
    prepay: Decimal,
    tenders: Sequence["Tendered"],
) -> None:
    """Charges belong to the estate; an advance, prepaid money and points belong to somebody; no advance from either."""
    if any(charge.estate_id != estate.pk for charge in held.values()):
        raise Refused(_("一次只能收一个项目的费用"))
    means = [each.means for each in tenders]
    if (prepay or Means.PREPAID in means) and customer is None and unit is None:
        raise Refused(_("预存要记在客户或房号名下，请先选客户"), field="customer")
    if Means.POINTS in means and customer is None:
        raise Refused(_("积分属于客户，请先选客户"), field="customer")
    if prepay and {Means.PREPAID, Means.POINTS} & set(means):
        raise Refused(_("不能用预存或积分再转预存"), field="prepay")
    if len(means) != len(set(means)) and (means.count(Means.POINTS) > 1 or means.count(Means.CASH) > 1):
        raise Refused(_("现金、积分各填一行即可"), field="means")


def refuse_gone(deposits: Iterable[Deposit]) -> None:
    """Deposits asked for are still to be paid."""
    if any(each.held_at or each.dropped_at for each in deposits):
        raise Stale(_("其中有押金已收取或已取消，请刷新"))
