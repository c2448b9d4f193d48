"""Alipay's statement of trades: a zip with sheets in GBK; of the one with the details, lines with # are remarks."""

import csv
import io
import zipfile
from datetime import datetime
from decimal import Decimal

from guanjia.channels.wallets.port import BEIJING, Line
from guanjia.channels.wallets.rules import to_fen

DETAILS, TOTALS, REFUND = "业务明细", "汇总", "退款"


def read_bill(packed: bytes) -> list[Line]:
    with zipfile.ZipFile(io.BytesIO(packed), metadata_encoding="gbk") as sheets:
        name = next(each for each in sheets.namelist() if DETAILS in each and TOTALS not in each)
        text = sheets.read(name).decode("gbk")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [
        _line({_plain(name): value.strip() for name, value in row.items()}) for row in csv.DictReader(lines)
    ]


def _plain(name: str) -> str:
    """Older sheets write full-width brackets."""
    return name.strip().replace("（", "(").replace("）", ")")


def _line(cells: dict[str, str]) -> Line:
    back = cells["业务类型"] == REFUND
    return Line(
        out_trade_no=cells["商户订单号"],
        transaction_id=cells["支付宝交易号"],
        fen=abs(_fen(cells["订单金额(元)"])),
        at=datetime.fromisoformat(cells["完成时间"]).replace(tzinfo=BEIJING),
        refund_no=cells["退款批次号/请求号"] if back else "",
        fee_fen=abs(_fen(cells["服务费(元)"])),
    )


def _fen(yuan: str) -> int:
    return to_fen(Decimal(yuan or "0"))
