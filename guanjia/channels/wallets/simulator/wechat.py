"""WeChat Pay's side of API v3, as far as our adapter asks: signed both ways, notices encrypted."""

import csv
import gzip
import io
import json
import re
from base64 import b64encode
from datetime import date, datetime
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from wechatpayv3.core import Core
from wechatpayv3.type import RequestType
from wechatpayv3.utils import build_authorization, load_public_key, rsa_verify

from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.port import BEIJING, Line
from guanjia.channels.wallets.rules import to_yuan
from guanjia.channels.wallets.simulator import keys, trades

PROVIDER = "wechat"
STATES = {"open": "NOTPAY", "paid": "SUCCESS", "closed": "CLOSED"}
SERIAL = "PUB_KEY_ID_SIMULATOR"
SIGNED = re.compile(r'(\w+)="([^"]*)"')
COLUMNS = [
    "交易时间",
    "公众账号ID",
    "商户号",
    "特约商户号",
    "设备号",
    "微信订单号",
    "商户订单号",
    "用户标识",
    "交易类型",
    "交易状态",
    "付款银行",
    "货币种类",
    "应结订单金额",
    "代金券金额",
    "微信退款单号",
    "商户退款单号",
    "退款金额",
    "充值券退款金额",
    "退款类型",
    "退款状态",
    "商品名称",
    "商户数据包",
    "手续费",
    "费率",
    "订单金额",
    "申请退款金额",
    "费率备注",
]


def config(company_id: int) -> dict[str, str]:
    """The merchant's file, as an operator would write it."""
    return {
        "mchid": f"19{company_id:08}",
        "appid": f"wx{company_id:016}",
        "serial": f"51MU{company_id:08}",
        "apiv3_key": keys.merchant(company_id).public.splitlines()[3][:32],
        "private_key": keys.merchant(company_id).private,
        "public_key": keys.platform(PROVIDER).public,
        "public_key_id": SERIAL,
    }


def sign(body: str, *, now: datetime) -> dict[str, str]:
    """The headers of everything that WeChat Pay says."""
    stamp, nonce = str(int(now.timestamp())), token_hex(16)
    signature = keys.platform(PROVIDER).key.sign(f"{stamp}\n{nonce}\n{body}\n".encode(), PKCS1v15(), SHA256())
    return {
        "Wechatpay-Serial": SERIAL,
        "Wechatpay-Signature": b64encode(signature).decode(),
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Content-Type": "application/json",
    }


def notice(trade: SimulatedTrade, *, now: datetime, **other: Any) -> tuple[dict[str, str], bytes]:
    """(headers, body) of the call that tells of a payment; `other` overrides facts of the order."""
    words = config(trade.company_id)
    nonce, secret = token_hex(6), json.dumps(_order(trade) | other).encode()
    sealed = AESGCM(words["apiv3_key"].encode()).encrypt(nonce.encode(), secret, b"transaction")
    body = json.dumps(
        {
            "id": token_hex(18),
            "create_time": now.astimezone(BEIJING).isoformat(timespec="seconds"),
            "resource_type": "encrypt-resource",
            "event_type": "TRANSACTION.SUCCESS",
            "summary": "支付成功",
            "resource": {
                "original_type": "transaction",
                "algorithm": "AEAD_AES_256_GCM",
                "ciphertext": b64encode(sealed).decode(),
                "associated_data": "transaction",
                "nonce": nonce,
            },
        }
    )
    return sign(body, now=now), body.encode()


class SimulatedCore(Core):
    """The library's core with the wire replaced: what it signs and verifies stays as it is."""

    def __init__(self, real: Core, company_id: int, *, now: datetime) -> None:
        vars(self).update(vars(real))
        self.company_id, self.now = company_id, now

    def request(
        self,
        path: str,
        method: RequestType = RequestType.GET,
        data: Any = None,
        skip_verify: bool = False,
        **more: Any,
    ) -> tuple[int, Any]:
        body = json.dumps(data) if data else ""
        authorization = build_authorization(
            path, method.value, self._mchid, self._cert_serial_no, self._private_key, data=data
        )
        status, said = answer(
            self.company_id, f"{method.value}\n{path}", authorization=authorization, body=body, now=self.now
        )
        if isinstance(said, bytes):
            return status, said
        if status < 300 and not skip_verify and not self._verify_signature(sign(said, now=self.now), said):
            raise ValueError("failed to verify the signature")
        return status, said


def answer(company_id: int, call: str, *, authorization: str, body: str, now: datetime) -> tuple[int, Any]:
    """(status, text or file) of a call, refused when the merchant did not sign it."""
    signed = dict(SIGNED.findall(authorization))
    public = load_public_key(keys.merchant(company_id).public)
    heading = f"{call}\n{signed['timestamp']}"
    method, path = call.split("\n")
    if signed["mchid"] != config(company_id)["mchid"] or not _is_signed(heading, signed, body, public):
        return 401, json.dumps({"code": "SIGN_ERROR", "message": "签名错误"})
    try:
        said = _do(company_id, f"{method} {path}", json.loads(body or "{}"), now=now)
    except trades.No as no:
        status = 404 if str(no) == "ORDER_NOT_EXIST" else 400
        return status, json.dumps({"code": str(no), "message": str(no)})
    return (
        (200, said) if isinstance(said, bytes) else (200 if said else 204, json.dumps(said) if said else "")
    )


def _is_signed(heading: str, signed: dict[str, str], body: str, public: Any) -> bool:
    """Requests sign method, path, time, nonce and body; the library's check joins the last two itself."""
    return bool(rsa_verify(heading, signed["nonce_str"], body, signed["signature"], public))


def _do(company_id: int, call: str, words: dict[str, Any], *, now: datetime) -> Any:
    us = {"company_id": company_id, "provider": PROVIDER}
    if call == "POST /v3/pay/transactions/native":
        code = trades.place(
            **us, out_trade_no=words["out_trade_no"], fen=words["amount"]["total"], text=words["description"],
            expires_at=datetime.fromisoformat(words["time_expire"]),
        )  # fmt: skip
        return {"code_url": code}
    if found := re.match(r"(GET|POST) /v3/pay/transactions/out-trade-no/(\w+)(/close)?", call):
        trade = trades.find(**us, out_trade_no=found[2])
        return trades.close(trade) if found[3] else _order(trade)
    if call == "POST /v3/refund/domestic/refunds":
        trade = trades.find(**us, transaction_id=words["transaction_id"])
        trades.give_back(trade, refund_no=words["out_refund_no"], fen=words["amount"]["refund"], now=now)
        return {"status": "SUCCESS"}
    if call.startswith("GET /v3/refund/domestic/refunds/"):
        return {"status": "SUCCESS"}
    day = date.fromisoformat(parse_qs(urlsplit(call.split(" ")[1]).query)["bill_date"][0])
    lines = trades.statement(**us, day=day)
    if not lines:
        raise trades.No("NO_STATEMENT_EXIST")
    if call.startswith("GET /v3/bill/tradebill"):
        return {"download_url": f"https://api.mch.weixin.qq.com/v3/billdownload/file?bill_date={day}"}
    return gzip.compress(_bill(lines).encode())


def _order(trade: SimulatedTrade) -> dict[str, Any]:
    words = config(trade.company_id)
    order = {
        "appid": words["appid"], "mchid": words["mchid"], "out_trade_no": trade.out_trade_no,
        "trade_state": STATES[trade.state], "trade_type": "NATIVE", "amount": {"total": trade.fen, "currency": "CNY"},
    }  # fmt: skip
    if trade.paid_at:
        at = trade.paid_at.astimezone(BEIJING).isoformat(timespec="seconds")
        order |= {"transaction_id": trade.transaction_id, "success_time": at}
    return order


def _bill(lines: list[Line]) -> str:
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS, restval="`")
    rows.writeheader()
    for line in lines:
        back = bool(line.refund_no)
        cells = {
            "交易时间": f"{line.at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}", "微信订单号": line.transaction_id,
            "商户订单号": line.out_trade_no, "交易状态": "REFUND" if back else "SUCCESS",
            "商户退款单号": line.refund_no, "订单金额": "0.00" if back else to_yuan(line.fen),
            "申请退款金额": to_yuan(line.fen) if back else "0.00", "手续费": "0.00000",
        }  # fmt: skip
        rows.writerow({name: f"`{value}" for name, value in cells.items()})
    out.write(f"总交易单数,应结订单总金额\r\n`{len(lines)},`0.00\r\n")
    return out.getvalue()
