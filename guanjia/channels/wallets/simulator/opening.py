"""A wallet at the simulator: the real adapter, with another wire."""

from copy import copy
from datetime import datetime
from functools import partial

from guanjia.channels.wallets.alipay.adapter import AlipayWallet
from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.port import Wallet
from guanjia.channels.wallets.simulator import alipay, wechat
from guanjia.channels.wallets.wechat.adapter import WeChatWallet


def open_simulated(provider: str, *, company_id: int, notify_url: str, now: datetime) -> Wallet:
    return OPENERS[provider](company_id, notify_url, now)


def notice_of(trade: SimulatedTrade, *, now: datetime) -> tuple[dict[str, str], bytes]:
    """(headers, body) of the call with which the provider tells of this payment."""
    return {"wechat": wechat, "alipay": alipay}[trade.provider].notice(trade, now=now)


def _wechat(company_id: int, notify_url: str, now: datetime) -> Wallet:
    wallet = WeChatWallet(wechat.config(company_id), notify_url=notify_url, now=now)
    wallet.api = copy(wallet.api)
    wallet.api._core = wechat.SimulatedCore(wallet.api._core, company_id, now=now)
    return wallet


def _alipay(company_id: int, notify_url: str, now: datetime) -> Wallet:
    wallet = AlipayWallet(alipay.config(company_id), notify_url=notify_url, now=now)
    wallet.api = alipay.SimulatedAliPay(company_id, now=now)
    wallet.fetch = partial(alipay.bill, company_id)
    return wallet


OPENERS = {"wechat": _wechat, "alipay": _alipay}
