"""The simulated providers, with keys made once per run."""

import pytest


@pytest.fixture
def simulated(settings, wallet_keys):
    """Payments go to the simulator, as in the demo."""
    settings.DEMO, settings.DATA_DIR, settings.WALLETS_DIR = True, wallet_keys, wallet_keys / "none"
    return settings


@pytest.fixture(scope="session")
def wallet_keys(tmp_path_factory):
    return tmp_path_factory.mktemp("wallets")
