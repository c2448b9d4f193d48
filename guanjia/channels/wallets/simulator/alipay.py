"""Alipay's side of its gateway, as far as our adapter asks: signed both ways with RSA2 over sorted parameters."""

import csv
import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qsl, urlencode

from alipay import AliPay

from guanjia.channels.wallets.alipay.adapter import CLOCK, client
from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.port import BEIJING, Line
from guanjia.channels.wallets.rules import to_fen, to_yuan
from guanjia.channels.wallets.simulator import keys, trades

PROVIDER = "alipay"
STATES = {"open": "WAIT_BUYER_PAY", "paid": "TRADE_SUCCESS", "closed": "TRADE_CLOSED"}
REFUSALS = {"ORDER_NOT_EXIST": "ACQ.TRADE_NOT_EXIST", "ORDERPAID": "ACQ.TRADE_STATUS_ERROR"}
COLUMNS = (
    "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额(元),商家实收(元),退款批次号/请求号,"
    "服务费(元),备注"
)


def config(company_id: int) -> dict[str, str]:
    """The merchant's file, as an operator would write it."""
    return {
        "app_id": f"2021{company_id:012}",
        "seller_id": f"2088{company_id:012}",
        "private_key": keys.merchant(company_id).private,
        "public_key": keys.platform(PROVIDER).public,
    }


def theirs(company_id: int) -> AliPay:
    """The provider's own hand: signs with its key and checks the merchant's."""
    return client(
        config(company_id)["app_id"], keys.platform(PROVIDER).private, keys.merchant(company_id).public
    )


def notice(trade: SimulatedTrade, *, now: datetime, **other: str) -> tuple[dict[str, str], bytes]:
    """(headers, body) of the call that tells of a payment; `other` overrides facts of the order."""
    words = config(trade.company_id)
    said = {
        "notify_time": _clock(now), "notify_type": "trade_status_sync", "notify_id": token_hex(16), "version": "1.0",
        "app_id": words["app_id"], "seller_id": words["seller_id"], "charset": "utf-8", **_order(trade, "gmt_payment"),
        **other,
    }  # fmt: skip
    plain = "&".join(f"{name}={value}" for name, value in sorted(said.items()))
    said |= {"sign": theirs(trade.company_id)._sign(plain), "sign_type": "RSA2"}
    return {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, urlencode(said).encode()


class SimulatedAliPay(AliPay):
    """The library with the wire replaced: what it signs and verifies stays as it is."""

    def __init__(self, company_id: int, *, now: datetime) -> None:
        words = config(company_id)
        vars(self).update(vars(client(words["app_id"], words["private_key"], words["public_key"])))
        self.company_id, self.now = company_id, now

    def verified_sync_response(self, data: dict[str, Any], response_type: str) -> Any:
        raw = answer(self.company_id, self.sign_data(data), response_type, now=self.now)
        return self._verify_and_return_sync_response(raw, response_type)


def bill(company_id: int, url: str) -> bytes:
    """The file behind the address of a statement."""
    day = date.fromisoformat(url.rpartition("=")[2])
    return _bill(trades.statement(company_id=company_id, provider=PROVIDER, day=day))


def answer(company_id: int, query: str, response_type: str, *, now: datetime) -> str:
    """The raw text of an answer, refused when the merchant did not sign the question."""
    asked = dict(parse_qsl(query, keep_blank_values=True))
    merchant, signature = theirs(company_id), asked.pop("sign")
    plain = "&".join(f"{name}={value}" for name, value in sorted(asked.items()))
    if not merchant._verify(plain, signature):
        said = {"code": "40002", "msg": "Invalid Arguments", "sub_code": "isv.invalid-signature"}
        return json.dumps({"error_response": said})
    try:
        words = json.loads(asked["biz_content"])
        said = {"code": "10000", "msg": "Success"} | _do(company_id, asked["method"], words, now=now)
    except trades.No as no:
        said = {
            "code": "40004",
            "msg": "Business Failed",
            "sub_code": REFUSALS.get(str(no), str(no)),
            "sub_msg": str(no),
        }
    plain = json.dumps(said)
    return f'{{"{response_type}":{plain},"sign":"{merchant._sign(plain)}"}}'


def _do(company_id: int, method: str, words: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    us = {"company_id": company_id, "provider": PROVIDER}
    if method == "alipay.trade.precreate":
        expires = datetime.strptime(words["time_expire"], CLOCK).replace(tzinfo=BEIJING)
        code = trades.place(
            **us, out_trade_no=words["out_trade_no"], fen=to_fen(Decimal(words["total_amount"])),
            text=words["subject"], expires_at=expires,
        )  # fmt: skip
        return {"out_trade_no": words["out_trade_no"], "qr_code": code}
    if method == "alipay.data.dataservice.bill.downloadurl.query":
        if not trades.statement(**us, day=date.fromisoformat(words["bill_date"])):
            raise trades.No("isp.bill_not_exist")
        return {"bill_download_url": f"https://dwbillcenter.alipay.com/?bill_date={words['bill_date']}"}
    payment = {"transaction_id": words["trade_no"]} if "trade_no" in words else {}
    trade = trades.find(**us, out_trade_no=words["out_trade_no"], **payment)
    if method == "alipay.trade.query":
        return _order(trade, "send_pay_date")
    if method == "alipay.trade.close":
        trades.close(trade)
        return {"out_trade_no": trade.out_trade_no}
    if method == "alipay.trade.refund":
        fen = to_fen(Decimal(words["refund_amount"]))
        trades.give_back(trade, refund_no=words["out_request_no"], fen=fen, now=now)
        return {"out_trade_no": trade.out_trade_no, "fund_change": "Y"}
    return {"refund_status": "REFUND_SUCCESS"}


def _order(trade: SimulatedTrade, clock: str) -> dict[str, str]:
    order = {
        "out_trade_no": trade.out_trade_no,
        "trade_status": STATES[trade.state],
        "trade_no": trade.transaction_id,
        "total_amount": str(to_yuan(trade.fen)),
    }
    return order | ({clock: _clock(trade.paid_at)} if trade.paid_at else {})


def _clock(at: datetime) -> str:
    return at.astimezone(BEIJING).strftime(CLOCK)


def _bill(lines: list[Line]) -> bytes:
    sheet = io.StringIO()
    rows = csv.DictWriter(sheet, COLUMNS.split(","), restval="")
    rows.writeheader()
    for line in lines:
        amount = to_yuan(-line.fen if line.refund_no else line.fen)
        rows.writerow(
            {
                "支付宝交易号": line.transaction_id,
                "商户订单号": f"{line.out_trade_no}\t",
                "完成时间": _clock(line.at),
                "业务类型": "退款" if line.refund_no else "交易",
                "订单金额(元)": amount,
                "商家实收(元)": amount,
                "退款批次号/请求号": line.refund_no,
                "服务费(元)": "0.00",
            }
        )
    details = f"#支付宝业务明细查询\n#业务明细列表\n{sheet.getvalue()}#合计\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as sheets:
        sheets.writestr("20880_业务明细.csv", details.encode("gbk"))
        sheets.writestr("20880_业务明细(汇总).csv", "#汇总\n".encode("gbk"))
    return packed.getvalue()
