"""Which providers there are, and a company's wallet at one of them."""

import tomllib
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from guanjia.channels.wallets.port import Provider, Unavailable, Wallet

HERE = Path(__file__).resolve().parent


@cache
def providers() -> dict[str, Provider]:
    """Every folder with an `adapter.py`, by code."""
    folders = sorted(file.parent.name for file in HERE.glob("*/adapter.py"))
    found = [import_module(f"guanjia.channels.wallets.{folder}.adapter").PROVIDER for folder in folders]
    return {each.code: each for each in sorted(found, key=lambda each: each.order)}


def open_wallet(*, company_id: int, provider: str, now: datetime) -> Wallet:
    """The company's wallet; in the demo the simulator's when no real one is set up. Raises Unavailable."""
    chosen = providers().get(provider)
    notify_url = f"{settings.SITE_URL}/q/notify/{provider}/{company_id}/"
    config = _config(company_id, provider) if chosen else None
    if chosen and config is not None:
        return chosen.opens(config, notify_url=notify_url, now=now)
    if chosen and settings.DEMO:
        from guanjia.channels.wallets.simulator import opening

        return opening.open_simulated(chosen.code, company_id=company_id, notify_url=notify_url, now=now)
    raise Unavailable(_("还没有开通这种网上支付，请改用其他方式，或请系统管理员配置商户号"))


def offered(company_id: int) -> list[Provider]:
    """The providers with which this company can be paid."""
    return [each for each in providers().values() if is_real(company_id, each.code) or settings.DEMO]


def is_real(company_id: int, provider: str) -> bool:
    return _file(company_id, provider).exists()


def _file(company_id: int, provider: str) -> Path:
    return Path(settings.WALLETS_DIR) / str(company_id) / f"{provider}.toml"


def _config(company_id: int, provider: str) -> dict[str, Any] | None:
    """The merchant's file; values that name a `.pem` beside it become the key in it."""
    file = _file(company_id, provider)
    try:
        words = tomllib.loads(file.read_text())
        return {
            name: (file.parent / word).read_text() if str(word).endswith(".pem") else word
            for name, word in words.items()
        }
    except FileNotFoundError as missing:
        if missing.filename == str(file):
            return None
        raise Unavailable(_("网上支付的密钥文件缺失，请系统管理员检查")) from missing
