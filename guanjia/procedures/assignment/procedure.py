"""A task 交办事项: given to somebody until a day, done, and looked at by another."""

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.sop import ASSIGNEE, Answers, Go, Procedure, Step, actor_of, days, workdays
from guanjia.procedures.assignment.effects import begin
from guanjia.procedures.assignment.papers import SHEET


def is_wrong(facts: Answers) -> bool:
    return facts.get("task_ok") is False


# fmt: off
class Assignment(Procedure):
    """What a meeting or a leader wants done has one owner, one date and one who checks."""

    code, version, label, prefix, group = "assignment", 1, "交办事项", "JB", "内部管理"
    asked_as = ("任务", "行动事项", "督办")
    opened_by = (SUPERVISOR, MANAGER)
    papers = (SHEET,)
    intake = SHEET.part("task", "task_from", "task_owner", "task_by")
    opening = begin

    carry_out = Step("办理交办事项", ASSIGNEE, days(7), until="task_by", assign="task_owner",
                     asks=SHEET.part("task_done"), then="check")
    check = Step("验收交办事项", (SUPERVISOR, MANAGER), workdays(2), asks=SHEET.part("task_ok", "task_note"),
                 not_by=(actor_of("carry_out"),), then=[Go("carry_out", is_wrong), Go(None)])
