"""Alipay, orders paid by QR code (precreate), signed with RSA2. The library signs and verifies: python-alipay-sdk."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import alipay
import requests
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.channels.wallets.alipay.bill import read_bill
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
from guanjia.channels.wallets.rules import to_fen, to_yuan

TIMEOUT = 15
STATES = {"TRADE_SUCCESS": State.PAID, "TRADE_FINISHED": State.PAID, "TRADE_CLOSED": State.CLOSED}
DONE, UNKNOWN, NO_BILL = "10000", "ACQ.TRADE_NOT_EXIST", "isp.bill_not_exist"
CLOCK = "%Y-%m-%d %H:%M:%S"


@lru_cache(maxsize=64)
def client(app_id: str, private_key: str, public_key: str) -> "alipay.AliPay":
    """The library for one merchant. It tests its keys for primality when it reads them: a quarter of a second."""
    return alipay.AliPay(
        appid=app_id,
        app_private_key_string=private_key,
        alipay_public_key_string=public_key,
        config=alipay.AliPayConfig(timeout=TIMEOUT),
    )


class AlipayWallet:
    """See port.Wallet."""

    def __init__(self, config: Mapping[str, str], *, notify_url: str, now: datetime) -> None:
        self.config, self.now, self.notify_url = config, now, notify_url
        self.fetch: Callable[[str], bytes] = _download
        self.api = client(config["app_id"], config["private_key"], config["public_key"])

    def create(self, *, out_trade_no: str, fen: int, text: str, expires_at: datetime) -> str:
        order = {
            "out_trade_no": out_trade_no,
            "total_amount": str(to_yuan(fen)),
            "subject": text[:40],
            "time_expire": expires_at.astimezone(BEIJING).strftime(CLOCK),
        }
        return str(self._ask("alipay.trade.precreate", order, notify_url=self.notify_url)["qr_code"])

    def read_notify(self, *, headers: Mapping[str, str], body: bytes) -> Notified:
        try:
            said = dict(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
            signature = said.pop("sign")
            is_theirs = self.api.verify(dict(said), signature)
        except Exception as error:
            raise Forged(f"cannot be read: {type(error).__name__}") from error
        if not is_theirs:
            raise Forged("the signature is wrong")
        if said.get("app_id") != self.config["app_id"] or said.get("seller_id") != self.config["seller_id"]:
            raise Forged(f"meant for {said.get('app_id')} / {said.get('seller_id')}")
        return _order(said, "gmt_payment")

    def query(self, out_trade_no: str) -> Notified:
        """Alipay knows an order only after its code was scanned; before that it counts as waiting."""
        try:
            return _order(self._ask("alipay.trade.query", {"out_trade_no": out_trade_no}), "send_pay_date")
        except Declined as no:
            if no.code == UNKNOWN:
                return Notified(out_trade_no, State.WAITING)
            raise

    def close(self, out_trade_no: str) -> None:
        try:
            self._ask("alipay.trade.close", {"out_trade_no": out_trade_no})
        except Declined as no:
            if no.code != UNKNOWN:
                raise

    def refund(
        self, *, out_trade_no: str, transaction_id: str, refund_no: str, fen: int, total: int, reason: str
    ) -> bool:
        words = {
            "out_trade_no": out_trade_no,
            "trade_no": transaction_id,
            "out_request_no": refund_no,
            "refund_amount": str(to_yuan(fen)),
            "refund_reason": reason[:80],
        }
        return bool(self._ask("alipay.trade.refund", words).get("fund_change") == "Y")

    def refunded(self, *, out_trade_no: str, transaction_id: str, refund_no: str) -> bool:
        words = {"out_trade_no": out_trade_no, "trade_no": transaction_id, "out_request_no": refund_no}
        answer = self._ask("alipay.trade.fastpay.refund.query", words)
        return bool(answer.get("refund_status", "") == "REFUND_SUCCESS")

    def statement(self, day: date) -> list[Line]:
        asked = {"bill_type": "trade", "bill_date": day.isoformat()}
        try:
            where = self._ask("alipay.data.dataservice.bill.downloadurl.query", asked)["bill_download_url"]
        except Declined as no:
            if no.code == NO_BILL:
                return []
            raise
        try:
            return read_bill(self.fetch(where))
        except OSError as fault:
            raise Unavailable(_("支付宝账单暂时下载不了，请稍后再试")) from fault

    def _ask(self, method: str, words: dict[str, str], **more: str) -> dict[str, Any]:
        """The answer of a call, dated in Beijing. Raises Declined with the provider's code, Unavailable."""
        stamp = self.now.astimezone(BEIJING).strftime(CLOCK)
        try:
            answer: dict[str, Any] = self.api.server_api(method, words, timestamp=stamp, **more)
        except OSError as fault:
            raise Unavailable(_("支付宝暂时没有应答，请稍后再试")) from fault
        except (alipay.AliPayException, alipay.AliPayValidationError, ValueError) as fault:
            raise Unavailable(_("支付宝的应答无法核实，请稍后再试")) from fault
        if answer["code"] != DONE:
            if answer["code"] == "20000":
                raise Unavailable(_("支付宝暂时繁忙，请稍后再试"))
            why = answer.get("sub_msg") or answer.get("msg", "")
            raise Declined(_("支付宝没有受理：%(why)s") % {"why": why}, code=answer.get("sub_code", ""))
        return answer


def _download(url: str) -> bytes:
    answer = requests.get(url, timeout=TIMEOUT)
    answer.raise_for_status()
    return answer.content


def _order(order: Mapping[str, str], clock: str) -> Notified:
    paid_at = order.get(clock)
    return Notified(
        order["out_trade_no"],
        STATES.get(order["trade_status"], State.WAITING),
        order.get("trade_no", ""),
        to_fen(Decimal(order.get("total_amount", "0"))),
        datetime.strptime(paid_at, CLOCK).replace(tzinfo=BEIJING) if paid_at else None,
    )


PROVIDER = Provider(
    code="alipay",
    label=gettext_lazy("支付宝"),
    means="alipay",
    opens=AlipayWallet,
    accepted=Answer(200, "success", "text/plain"),
    refused=Answer(400, "fail", "text/plain"),
)
