"""Letters carry true dates; an answer is due so many workdays after the letter."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.shared import today_of


def begin(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    _refuse_ahead(case, answers, "letter_on", now)


def send(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused for a letter that was sent before the one it answers, or that is still to be sent."""
    _refuse_ahead(case, answers, "sent_on", now)
    if answers["sent_on"] < case.answers["letter_on"] and case.answers["direction"] == "in":
        raise Refused(_("送达日期不能早于来函日期"), field="sent_on")


def _refuse_ahead(case: Any, answers: Answers, name: str, now: datetime) -> None:
    if date.fromisoformat(answers[name]) > today_of(case, now):
        raise Refused(_("日期不能晚于今天"), field=name)
