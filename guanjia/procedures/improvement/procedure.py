"""Improvement 改进 (E23): found → cause and measure → carried out by its date → effect checked → standard changed."""

from guanjia.directory.team.roles import HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.sop import ASSIGNEE, SYSTEM, Answers, Go, Procedure, Step, actor_of, days, workdays
from guanjia.procedures.improvement.papers import SHEET


def is_effective(facts: Answers) -> bool:
    return facts.get("effective") is True


# fmt: off
class Improvement(Procedure):
    """What went wrong once is made so that it does not again (PDCA)."""

    code, version, label, prefix, group = "improvement", 1, "改进", "GJ", "内部管理"
    asked_as = ("整改", "纠正预防", "PDCA")
    papers = (SHEET,)
    intake = SHEET.part("source", "source_ref", "found")

    plan = Step("分析原因、定措施", (SUPERVISOR, MANAGER), workdays(3),
                asks=SHEET.part("cause", "measure", "owner", "done_by"), then="carry_out")
    carry_out = Step("落实措施", ASSIGNEE, workdays(10), until="done_by", assign="owner", asks=SHEET.part("done"),
                     then="settle")
    settle = Step("等待见效", SYSTEM, wakes=days(30), then="check")
    check = Step("检查效果", (SUPERVISOR, MANAGER, HEADQUARTERS), workdays(3), asks=SHEET.part("effective", "seen"),
                 not_by=(actor_of("carry_out"),), then=[Go("standard", is_effective), Go("plan")])
    standard = Step("修订标准", (SUPERVISOR, MANAGER), workdays(5),
                    asks=SHEET.part("standard_changed", "new_standard", "standard_note"))
