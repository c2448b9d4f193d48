"""The case that most tests begin with."""

from datetime import datetime
from typing import Any

from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.cast import OWNER_PHONE, Cast
from guanjia.work.cases.actions import register_case
from guanjia.work.cases.models import Case


def leak(cast: Cast, now: datetime, words: str = "厨房水管漏水", **more: Any) -> Case:
    """A repair of 王阿姨's, registered by the front desk."""
    usual = {
        "procedure": "repair", "topic": "water", "unit": cast.unit, "customer": cast.owner,
        "caller_phone": OWNER_PHONE, "answers": {"kind": "home", "part": "pipes", "quote_when": "free"},
    }  # fmt: skip
    with acting_as(cast.desk):
        return register_case(actor=cast.desk, now=now, estate=cast.estate, words=words, **{**usual, **more})
