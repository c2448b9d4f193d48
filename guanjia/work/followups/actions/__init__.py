"""Everything that changes a follow-up."""

from guanjia.work.followups.actions.asking import (
    ASSIGN,
    DO,
    answer_once,
    assign_followup,
    record_answer,
    record_attempt,
)
from guanjia.work.followups.actions.opening import cancel_followups, open_followup, restore_followups
from guanjia.work.followups.actions.sampling import draw_samples, sample_residents

__all__ = [
    "ASSIGN",
    "DO",
    "answer_once",
    "assign_followup",
    "cancel_followups",
    "draw_samples",
    "open_followup",
    "record_answer",
    "record_attempt",
    "restore_followups",
    "sample_residents",
]
