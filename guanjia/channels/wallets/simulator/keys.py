"""The keys of the simulated merchant and provider, made once per data folder, never in the program."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization as pem
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

PLAIN = (pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption())


@dataclass(frozen=True)
class Pair:
    private: str
    public: str
    key: Any


def merchant(company_id: int) -> Pair:
    """What the company signs with."""
    return _pair(_folder() / f"merchant-{company_id}.pem")


def platform(provider: str) -> Pair:
    """What the simulated provider signs with."""
    return _pair(_folder() / f"platform-{provider}.pem")


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "simulator"


@cache
def _pair(file: Path) -> Pair:
    """Of processes that make the same key at once, the first one's counts."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}")
        made = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(*PLAIN)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(made)
        if not file.exists():
            fresh.replace(file)
        fresh.unlink(missing_ok=True)
    private = file.read_text()
    key = pem.load_pem_private_key(private.encode(), None)
    return Pair(
        private,
        key.public_key().public_bytes(pem.Encoding.PEM, pem.PublicFormat.SubjectPublicKeyInfo).decode(),
        key,
    )
