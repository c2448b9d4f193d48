"""A task has time to be done."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.shared import today_of


def begin(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    if date.fromisoformat(answers["task_by"]) < today_of(case, now):
        raise Refused(_("完成期限不能早于今天"), field="task_by")
