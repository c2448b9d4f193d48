"""The simulated providers."""

from guanjia.testing.wallets import simulated, wallet_keys

__all__ = ["simulated", "wallet_keys"]
