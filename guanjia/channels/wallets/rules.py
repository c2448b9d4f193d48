"""Yuan and fen. Providers count in whole fen; we keep yuan with two places."""

from datetime import timedelta
from decimal import Decimal

FRESH = timedelta(minutes=5)
"""How old a signed call may be (WeChat Pay's own libraries say the same)."""


def to_fen(yuan: Decimal) -> int:
    """98.60 → 9860, exactly. Raises ValueError for parts of a fen."""
    fen = yuan * 100
    if fen != fen.to_integral_value():
        raise ValueError(f"{yuan} has parts of a fen")
    return int(fen)


def to_yuan(fen: int) -> Decimal:
    """9860 → 98.60"""
    return Decimal(fen).scaleb(-2)
