"""WeChat Pay, API v3, orders paid by QR code (Native). Signing and verifying is the library's: wechatpayv3."""

import gzip
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import requests
import wechatpayv3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.channels.wallets.port import (
    BEIJING,
    Answer,
    Declined,
    Forged,
    Line,
    Notified,
    Provider,
    State,
    Unavailable,
)  # fmt: skip
from guanjia.channels.wallets.rules import FRESH
from guanjia.channels.wallets.wechat.bill import read_bill

TIMEOUT = (5, 15)
WORDS = ("mchid", "serial", "appid", "private_key", "apiv3_key", "public_key", "public_key_id")
STATES = {"SUCCESS": State.PAID, "REFUND": State.PAID, "CLOSED": State.CLOSED, "REVOKED": State.CLOSED}
UNKNOWN, PAID, NO_BILL = {"ORDER_NOT_EXIST", "ORDERNOTEXIST"}, "ORDERPAID", "NO_STATEMENT_EXIST"


@lru_cache(maxsize=64)
def client(*, serial: str, **merchant: str) -> "wechatpayv3.WeChatPay":
    """The library for one merchant, kept because its key is tested whenever it is read: a tenth of a second.

    Keys of the platform are given, so that making it asks nobody.
    """
    native = wechatpayv3.WeChatPayType.NATIVE
    return wechatpayv3.WeChatPay(wechatpay_type=native, cert_serial_no=serial, timeout=TIMEOUT, **merchant)


class WeChatWallet:
    """See port.Wallet."""

    def __init__(self, config: Mapping[str, str], *, notify_url: str, now: datetime) -> None:
        self.config, self.now = config, now
        self.api = client(notify_url=notify_url, **{name: config[name] for name in WORDS})

    def create(self, *, out_trade_no: str, fen: int, text: str, expires_at: datetime) -> str:
        answer = self._ask(
            self.api.pay,
            description=text[:40],
            out_trade_no=out_trade_no,
            amount={"total": fen, "currency": "CNY"},
            time_expire=expires_at.astimezone(BEIJING).isoformat(timespec="seconds"),
        )
        return str(answer["code_url"])

    def read_notify(self, *, headers: Mapping[str, str], body: bytes) -> Notified:
        serial = headers.get("Wechatpay-Serial")
        if serial != self.config["public_key_id"]:
            raise Forged(f"signed by an unknown key: {serial}")
        try:
            signed_at = datetime.fromtimestamp(int(headers.get("Wechatpay-Timestamp") or 0), UTC)
            call = self.api.callback(headers, body)
        except Exception as error:
            raise Forged(f"cannot be read: {type(error).__name__}") from error
        if not call:
            raise Forged("the signature or the encryption is wrong")
        if abs(self.now - signed_at) > FRESH:
            raise Forged(f"signed at {signed_at:%Y-%m-%d %H:%M:%S}")
        return self._notified(call["event_type"], call["resource"])

    def _notified(self, event: str, resource: Mapping[str, Any]) -> Notified:
        if resource.get("mchid") != self.config["mchid"]:
            raise Forged(f"meant for merchant {resource.get('mchid')}")
        if event.startswith("REFUND."):
            state = State.REFUND if event == "REFUND.SUCCESS" else State.WAITING
            arrived = resource.get("success_time")
            return Notified(
                resource["out_trade_no"],
                state,
                resource["transaction_id"],
                int(resource["amount"]["refund"]),
                datetime.fromisoformat(arrived) if arrived else None,
                refund_no=resource["out_refund_no"],
            )
        if resource.get("appid") != self.config["appid"]:
            raise Forged(f"meant for application {resource.get('appid')}")
        return _order(resource)

    def query(self, out_trade_no: str) -> Notified:
        try:
            return _order(self._ask(self.api.query, out_trade_no=out_trade_no))
        except Declined as no:
            if no.code in UNKNOWN:
                return Notified(out_trade_no, State.CLOSED)
            raise

    def close(self, out_trade_no: str) -> None:
        try:
            self._ask(self.api.close, out_trade_no=out_trade_no)
        except Declined as no:
            if no.code not in UNKNOWN:
                raise

    def refund(
        self, *, out_trade_no: str, transaction_id: str, refund_no: str, fen: int, total: int, reason: str
    ) -> bool:
        amount = {"refund": fen, "total": total, "currency": "CNY"}
        answer = self._ask(
            self.api.refund,
            out_refund_no=refund_no,
            amount=amount,
            transaction_id=transaction_id,
            reason=reason[:80],
        )
        return bool(answer["status"] == "SUCCESS")

    def refunded(self, *, out_trade_no: str, transaction_id: str, refund_no: str) -> bool:
        status = self._ask(self.api.query_refund, out_refund_no=refund_no)["status"]
        if status in {"CLOSED", "ABNORMAL"}:
            raise Declined(_("微信支付没能退款成功，请到商户平台处理"), code=status)
        return bool(status == "SUCCESS")

    def statement(self, day: date) -> list[Line]:
        try:
            where = self._ask(self.api.trade_bill, bill_date=day.isoformat())["download_url"]
        except Declined as no:
            if no.code == NO_BILL:
                return []
            raise
        packed = self._ask(self.api.download_bill, where, parsed=False)
        return read_bill(gzip.decompress(packed).decode("utf-8-sig"))

    def _ask(
        self, call: Callable[..., tuple[int, Any]], *args: str, parsed: bool = True, **words: Any
    ) -> Any:
        """The answer of a call. Raises Declined with the provider's code, Unavailable when nothing is known."""
        try:
            status, text = call(*args, **words)
        except requests.RequestException as fault:
            raise Unavailable(_("微信支付暂时没有应答，请稍后再试")) from fault
        except Exception as fault:
            raise Unavailable(_("微信支付的应答无法核实，请稍后再试")) from fault
        if status >= 500 or status == 429:
            raise Unavailable(_("微信支付暂时繁忙，请稍后再试"))
        if not parsed and status < 300:
            return text
        said = json.loads(text) if text else {}
        if status >= 300:
            message = said.get("message", "")
            raise Declined(_("微信支付没有受理：%(why)s") % {"why": message}, code=said.get("code", ""))
        return said


def _order(order: Mapping[str, Any]) -> Notified:
    paid_at = order.get("success_time")
    return Notified(
        order["out_trade_no"],
        STATES.get(order["trade_state"], State.WAITING),
        order.get("transaction_id", ""),
        int(order.get("amount", {}).get("total", 0)),
        datetime.fromisoformat(paid_at) if paid_at else None,
    )


PROVIDER = Provider(
    code="wechat",
    label=gettext_lazy("微信支付"),
    means="wechat",
    opens=WeChatWallet,
    accepted=Answer(200, '{"code": "SUCCESS"}', "application/json"),
    refused=Answer(401, '{"code": "FAIL", "message": "refused"}', "application/json"),
    order=10,
)
