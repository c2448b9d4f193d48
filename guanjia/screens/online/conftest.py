"""The simulated providers, and what the tests of online payment do over and over."""

from guanjia.testing.wallets import simulated, wallet_keys

__all__ = ["simulated", "wallet_keys"]
