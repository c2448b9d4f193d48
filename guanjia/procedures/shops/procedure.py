"""Shops 商铺 (E14): opened with a complete file, looked at every month, put right in 3 days; promotions by permit."""

from guanjia.directory.team.roles import BUTLER, DESK, GUARD, MANAGER, SUPERVISOR
from guanjia.engine.sop import (
    OPENER,
    SYSTEM,
    Answers,
    Go,
    Parameter,
    Procedure,
    Step,
    actor_of,
    days,
    hours,
    workdays,
)  # fmt: skip
from guanjia.procedures.shops import effects
from guanjia.procedures.shops.papers import (
    AFTER,
    DECISION,
    DEMAND,
    INTAKE,
    NOTICE,
    OPENING,
    PERMIT,
    RECHECK,
    REPORT,
    ROUND,
)  # fmt: skip
from guanjia.work.cashier.effects import PAID, hold_deposit

WALKERS, LEADERS = (BUTLER, DESK, GUARD, SUPERVISOR), (SUPERVISOR, MANAGER)


def is_promotion(facts: Answers) -> bool:
    return facts.get("shop_matter") == "promotion"


def is_round(facts: Answers) -> bool:
    return facts.get("shop_matter") == "round"


def is_allowed(facts: Answers) -> bool:
    return facts.get("allowed") is True


def is_gone(facts: Answers) -> bool:
    return facts.get("gone") is True


def has_violation(facts: Answers) -> bool:
    return bool(facts.get("violations"))


def is_rectified(facts: Answers) -> bool:
    return facts.get("rectified") is True


def was_spoiled(facts: Answers) -> bool:
    return facts.get("place_clean") is False


# fmt: off
class Shops(Procedure):
    """A shop opens, keeps the rules of the place, and asks before it uses the square."""

    code, version, label, prefix, group = "shops", 1, "商铺管理", "SP", "房屋与租户"
    asked_as = ("开店", "开业", "促销", "商户巡查")
    papers = (OPENING, ROUND, NOTICE, PERMIT)
    intake = INTAKE
    opening = effects.take_up
    start = [Go("permit", is_promotion), Go("round", is_round), Go("approve")]
    every_days = Parameter("巡查间隔", "number", 30, unit="天", least=1)
    rectify_days = Parameter("整改期限", "number", 3, unit="天", least=1, most=3)

    approve = Step("审批开业", Parameter("由谁审批开业", "roles", (MANAGER,)), workdays(3), asks=DECISION,
                   approves="allowed", why="allowed_why", not_by=(OPENER,), effect=effects.open_shop,
                   then=[Go("rest", is_allowed), Go(None)])
    rest = Step("等待下次巡查", SYSTEM, wakes_at="next_round_at", then="round")
    round = Step("商铺巡查", WALKERS, days(3), effect=effects.write_down,
                 asks=ROUND.part("checked_on", "gone", "violations", "violation_words", "violation_photos"),
                 then=[Go(None, is_gone), Go("notice", has_violation), Go("rest")])
    notice = Step("发整改通知", LEADERS, hours(24), asks=DEMAND, effect=effects.set_term, then="recheck")
    recheck = Step("整改复查", WALKERS, until="rectify_by", asks=RECHECK, may_delay=False,
                   then=[Go("rest", is_rectified), Go("report")])
    report = Step("报告主管部门", LEADERS, days(1), asks=REPORT, then="recheck_again")
    recheck_again = Step("再次复查", WALKERS, days(7), asks=RECHECK, then=[Go("rest", is_rectified), Go("report")])
    permit = Step("审批促销", Parameter("由谁审批促销", "roles", LEADERS), workdays(2), asks=DECISION,
                  approves="allowed", why="allowed_why", not_by=(OPENER,),
                  then=[Go("deposit", is_allowed), Go(None)])
    deposit = Step("缴纳促销押金", SYSTEM, awaits=PAID, enter=hold_deposit("promotion"), then="issue")
    issue = Step("发放促销许可证", (DESK, *LEADERS), hours(8), effect=effects.issue_permit, then="after")
    after = Step("场地复原检查", WALKERS, until="promotion_to", asks=AFTER, effect=effects.settle,
                 then=[Go("let_go", was_spoiled), Go(None)])
    let_go = Step("退还剩余押金", LEADERS, workdays(3), not_by=(actor_of("after"),), effect=effects.let_go)
