"""WeChat's statement of trades (申请交易账单, type ALL): every cell begins with a backtick, totals stand at the end."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from guanjia.channels.wallets.port import BEIJING, Line
from guanjia.channels.wallets.rules import to_fen

TOTALS = "总交易单数"


def read_bill(text: str) -> list[Line]:
    return list(_lines(csv.DictReader(io.StringIO(text))))


def _lines(rows: "csv.DictReader[str]") -> Iterator[Line]:
    for row in rows:
        cells = {name: (value or "").strip().removeprefix("`") for name, value in row.items() if name}
        if cells["交易时间"].startswith(TOTALS):
            return
        back = cells["交易状态"] == "REFUND"
        yield Line(
            out_trade_no=cells["商户订单号"],
            transaction_id=cells["微信订单号"],
            fen=_fen(cells["申请退款金额" if back else "订单金额"]),
            at=datetime.fromisoformat(cells["交易时间"]).replace(tzinfo=BEIJING),
            refund_no=cells["商户退款单号"] if back else "",
            fee_fen=_fen(cells["手续费"]),
        )


def _fen(yuan: str) -> int:
    """Fees have five places, rounded by WeChat to the fen when it settles."""
    return to_fen(Decimal(yuan or "0").quantize(Decimal("0.01")))
