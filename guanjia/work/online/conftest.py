"""A bill of 王阿姨's home, an order to pay it by phone, and the provider's voice."""

import pytest

from guanjia.testing.online import World
from guanjia.testing.wallets import simulated, wallet_keys

__all__ = ["simulated", "wallet_keys"]


@pytest.fixture
def world(cast, simulated, as_system):
    return World(cast)
