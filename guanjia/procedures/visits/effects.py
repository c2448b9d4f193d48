"""A need heard on a visit becomes a matter of its own."""

from datetime import datetime
from typing import Any

from guanjia.engine.sop import Answers
from guanjia.work.cases.actions import register_case


def open_need(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Registers the need as a consultation of the same home, once."""
    if answers.get("need_case") and answers.get("needs"):
        register_case(
            actor=actor, now=now, estate=case.estate, procedure="consultation", words=answers["needs"],
            channel="staff", unit=case.unit, customer=case.customer, key=f"visit-{case.pk}",
        )  # fmt: skip
