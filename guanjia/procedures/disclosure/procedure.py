"""Disclosure of customer data 客户资料查询 (E20): who asks, on what ground; given on a marked sheet, ended."""

from guanjia.directory.team.roles import BUTLER, DESK, HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.sop import OPENER, SYSTEM, Answers, Go, Parameter, Procedure, Step, days, hours, workdays
from guanjia.procedures.disclosure import effects
from guanjia.procedures.disclosure import papers as sheets

DESKS = (DESK, BUTLER, SUPERVISOR, MANAGER)


def is_official(facts: Answers) -> bool:
    return facts.get("authority") in sheets.OFFICIAL


def is_allowed(facts: Answers) -> bool:
    return facts.get("allowed") is True


# fmt: off
class DiscloseData(Procedure):
    """Nobody sees customers' data without a legal ground, somebody's word and a last day; every look is logged."""

    code, version, label, prefix, group = "disclosure", 1, "客户资料查询", "ZL", "内部管理"
    asked_as = ("查业主资料", "公安协查", "调取资料", "披露")
    opened_by = DESKS
    papers = (sheets.REQUEST,)
    intake = sheets.REQUEST.part(*sheets.INTAKE)
    opening = effects.take_up
    longest_days = Parameter("最长有效期", "number", 30, unit="天", least=1)
    most_homes = Parameter("最多户数", "number", 50, unit="户", least=1)
    least_officers = Parameter("最少办案人数", "number", 2, unit="人", least=1)

    check = Step("核验证件和文书", DESKS, hours(2), asks=sheets.CHECK, effect=effects.check,
                 then=[Go("approve", is_official), Go("approve_other")])
    approve = Step("批准提供（行政、司法机关）", Parameter("由谁批准", "roles", (MANAGER,)), hours(4),
                   asks=sheets.DECISION,
                   approves="allowed", why="allowed_why", not_by=(OPENER,), effect=effects.decide,
                   then=[Go("hand_over", is_allowed), Go(None)])
    approve_other = Step("批准提供（其他）", Parameter("由谁批准", "roles", (HEADQUARTERS,)), workdays(2),
                         asks=sheets.DECISION,
                         approves="allowed", why="allowed_why", not_by=(OPENER,), effect=effects.decide,
                         then=[Go("hand_over", is_allowed), Go(None)])
    hand_over = Step("交付资料", DESKS, days(1), until="until", asks=sheets.HAND_OVER, effect=effects.hand_over,
                     then="ends")
    ends = Step("等待到期", SYSTEM, wakes_at="ends_at")
