"""Tenants 租户 (E21): registered with papers, front desk told at once, police form, and at the end: still there?"""

from guanjia.directory.team.roles import AGENT, BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.sop import Answers, Go, Procedure, Split, Step, days, minutes, workdays
from guanjia.procedures.tenants.effects import admit, check, report, take_up
from guanjia.procedures.tenants.papers import CHECK, INTAKE, KNOWN, MONTHLY, POLICE, REPORTED, SHEET, VERIFY


def stays(facts: Answers) -> bool:
    return facts.get("still_there") == "stays"


# fmt: off
class Tenants(Procedure):
    """Who lives in a home that its owner has let."""

    code, version, label, prefix, group = "tenants", 1, "租户登记", "ZH", "房屋与租户"
    asked_as = ("租客", "出租", "租房登记", "流动人口")
    opened_by = (AGENT, DESK, BUTLER, SUPERVISOR, MANAGER)
    papers = (SHEET, POLICE, MONTHLY)
    intake = INTAKE
    opening = take_up

    verify = Step("核对证件和出租人确认", (DESK, BUTLER, SUPERVISOR), days(1), asks=VERIFY, effect=admit,
                  then=Split("tell_desk", "police", join="check"))
    tell_desk = Step("前台知悉", DESK, minutes(10), asks=KNOWN, may_delay=False, at_once=True, then="check")
    police = Step("报送派出所", (DESK, BUTLER, SUPERVISOR), workdays(3), asks=REPORTED, effect=report, then="check")
    check = Step("租期到期核查", (BUTLER, DESK, SUPERVISOR), until="check_at", asks=CHECK, effect=check,
                 then=[Go("check", stays), Go("tell_left")])
    tell_left = Step("前台知悉搬离", DESK, minutes(10), asks=KNOWN, may_delay=False, at_once=True)
