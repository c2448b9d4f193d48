"""Everything that can be done to a case. The screens, the API and the jobs call these and nothing else."""

from guanjia.work.cases.actions.closing import cancel_case, reopen_case
from guanjia.work.cases.actions.handling import change_target, delay_case, hand_over
from guanjia.work.cases.actions.incidents import end_incident, join_incident, open_incident
from guanjia.work.cases.actions.links import link_cases, merge_case, split_case, unlink_cases, unmerge_case
from guanjia.work.cases.actions.messages import (
    add_attachment,
    add_message,
    add_message_and_files,
    note_contact,
)
from guanjia.work.cases.actions.recurring import begin_recurring
from guanjia.work.cases.actions.register import register_case
from guanjia.work.cases.actions.resting import pause_case, resume_case
from guanjia.work.cases.actions.revealing import open_file, reveal_answers
from guanjia.work.cases.actions.steps import complete_step, receive, wake_steps
from guanjia.work.cases.timeline import tell

__all__ = [
    "add_attachment",
    "add_message",
    "add_message_and_files",
    "begin_recurring",
    "cancel_case",
    "change_target",
    "complete_step",
    "delay_case",
    "end_incident",
    "hand_over",
    "join_incident",
    "link_cases",
    "merge_case",
    "note_contact",
    "open_file",
    "open_incident",
    "pause_case",
    "receive",
    "register_case",
    "reopen_case",
    "resume_case",
    "reveal_answers",
    "split_case",
    "tell",
    "unlink_cases",
    "unmerge_case",
    "wake_steps",
]
