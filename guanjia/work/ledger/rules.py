"""The chart of accounts, and what a charge owes. Codes follow the chart of the Chinese
accounting standards (企业会计准则).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

YUAN, POINTS = "CNY", "PTS"
DEBIT, CREDIT = "debit", "credit"


class Kind(StrEnum):
    """What an account is for."""

    RECEIVABLE = "receivable"
    RECEIVABLE_FOR = "receivable_for"
    CASH = "cash"
    FLOAT = "float"
    BANK = "bank"
    CARD = "card"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    PREPAID = "prepaid"
    DEPOSIT = "deposit"
    COLLECTED = "collected"
    REVENUE = "revenue"
    LATE_FEE = "late_fee"
    FORFEITED = "forfeited"
    WAIVED = "waived"
    ROUNDING = "rounding"
    DIFFERENCE = "difference"
    SUSPENSE = "suspense"
    OPENING = "opening"
    POINTS_COST = "points_cost"
    POINTS = "points"
    POINTS_ISSUED = "points_issued"


@dataclass(frozen=True)
class Line:
    """One line of the chart: code and name for the accountant, the side that grows, and the currency it counts in.

    A guarded account carries its balance, which the database never lets fall below zero.
    """

    code: str
    name: str
    side: str
    guarded: bool = False
    currency: str = YUAN


def _(name: str) -> str:
    """Marks a name for the catalogue; `account_name` says it in the reader's language."""
    return name


CHART: dict[Kind, Line] = {
    Kind.RECEIVABLE: Line("1122", _("应收账款"), DEBIT),
    Kind.RECEIVABLE_FOR: Line("1221", _("其他应收款-代收"), DEBIT),
    Kind.CASH: Line("1001", _("库存现金"), DEBIT, guarded=True),
    Kind.FLOAT: Line("1001.90", _("库存现金-备用金"), DEBIT),
    Kind.BANK: Line("1002", _("银行存款"), DEBIT),
    Kind.CARD: Line("1012.01", _("其他货币资金-刷卡"), DEBIT),
    Kind.WECHAT: Line("1012.02", _("其他货币资金-微信支付"), DEBIT),
    Kind.ALIPAY: Line("1012.03", _("其他货币资金-支付宝"), DEBIT),
    Kind.PREPAID: Line("2203", _("预收账款"), CREDIT, guarded=True),
    Kind.DEPOSIT: Line("2241.01", _("其他应付款-押金"), CREDIT, guarded=True),
    Kind.COLLECTED: Line("2241.02", _("其他应付款-代收代付"), CREDIT),
    Kind.SUSPENSE: Line("2241.09", _("其他应付款-待查款项"), CREDIT),
    Kind.REVENUE: Line("6001", _("主营业务收入"), CREDIT),
    Kind.LATE_FEE: Line("6301.01", _("营业外收入-违约金"), CREDIT),
    Kind.FORFEITED: Line("6301.02", _("营业外收入-押金扣款"), CREDIT),
    Kind.WAIVED: Line("6001.90", _("主营业务收入-减免"), DEBIT),
    Kind.ROUNDING: Line("6603.01", _("财务费用-抹零"), DEBIT),
    Kind.DIFFERENCE: Line("1901", _("待处理财产损溢"), DEBIT),
    Kind.OPENING: Line("4104.90", _("期初结转"), CREDIT),
    Kind.POINTS_COST: Line("6601.01", _("销售费用-积分抵扣"), DEBIT),
    Kind.POINTS: Line("P2", _("会员积分"), CREDIT, guarded=True, currency=POINTS),
    Kind.POINTS_ISSUED: Line("P1", _("已发放积分"), DEBIT, currency=POINTS),
}


def spread[T](amount: Decimal, owed: Iterable[tuple[T, Decimal]]) -> Iterator[tuple[T, Decimal]]:
    """Lay an amount on what is owed, in the given order, until it is used up; yields the parts above zero."""
    for each, most in owed:
        part = min(amount, most)
        if part > 0:
            yield each, part
            amount -= part


def matched[A, B](
    sources: Iterable[tuple[A, Decimal]], uses: Iterable[tuple[B, Decimal]]
) -> Iterator[tuple[A, B, Decimal]]:
    """Pair sources with uses of the same total, in order: (source, use, amount).

    Raises ValueError when the totals differ.
    """
    waiting = [(use, amount) for use, amount in uses if amount > 0]
    for source, amount in sources:
        while amount > 0:
            if not waiting:
                raise ValueError("more comes in than is used")
            use, wanted = waiting.pop(0)
            part = min(amount, wanted)
            yield source, use, part
            amount -= part
            if wanted > part:
                waiting.insert(0, (use, wanted - part))
    if waiting:
        raise ValueError("more is used than comes in")
