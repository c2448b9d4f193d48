"""Moving in 入伙 (E6): papers, signatures, fees, the round through the home, keys; every finding is put right."""

from guanjia.directory.team.roles import AGENT, BUTLER, CASHIER, DESK, MANAGER, SUPERVISOR, TECHNICIAN
from guanjia.engine.sop import Answers, Go, Parameter, Procedure, Step, actor_of, days, hours, workdays
from guanjia.procedures.move_in import effects
from guanjia.procedures.move_in.papers import (
    ACCEPT,
    ALLOW,
    CHECK,
    FINANCE,
    INTAKE,
    KEYS,
    MENDED,
    ORDER,
    ORDERED,
    RESIDENTS,
    SIGN,
    SIGN_OFF,
    VERIFY,
)  # fmt: skip
from guanjia.procedures.shared import CALL_BACK

OFFICE = (DESK, BUTLER, SUPERVISOR)


def is_paid(facts: Answers) -> bool:
    return facts.get("fees_paid") is True


def may_pay_later(facts: Answers) -> bool:
    return facts.get("fee_allowed") is True


def is_accepted(facts: Answers) -> bool:
    return facts.get("owner_accepts") is True


# fmt: off
class MoveIn(Procedure):
    """An owner takes over his new home."""

    code, version, label, prefix, group = "move_in", 1, "入住办理", "RH", "房屋与租户"
    asked_as = ("入伙", "收楼", "交房", "验房")
    papers = (SIGN_OFF, RESIDENTS, CHECK, KEYS)
    opening = effects.take_up
    followup_share = Parameter("回访比例", "percent", 100, unit="%")

    verify = Step("核对资料和身份", OFFICE, hours(1), asks=VERIFY, effect=effects.verify, then="sign")
    sign = Step("签收文件、填写住户登记表", OFFICE, hours(2), asks=SIGN, effect=effects.sign, then="finance")
    finance = Step("财务收费", (CASHIER, SUPERVISOR, DESK), hours(2), asks=FINANCE, effect=effects.settle,
                   then=[Go("inspect", is_paid), Go("allow")])
    allow = Step("审批缓缴", Parameter("由谁审批缓缴", "roles", (MANAGER,)), hours(4), asks=ALLOW,
                 approves="fee_allowed", why="fee_allowed_why", not_by=(actor_of("finance"),),
                 then=[Go("inspect", may_pay_later), Go("finance")])
    inspect = Step("陪同验楼", (TECHNICIAN, *OFFICE), hours(4), fills=CHECK, effect=effects.inspect, then="keys")
    keys = Step("交付钥匙、建立档案", OFFICE, hours(4), fills=KEYS, effect=effects.hand_over, then="followup")
    followup = Step("入住回访", (AGENT, *OFFICE), days(30), awaits="followup.answered", confirms=True, fills=CALL_BACK)


class Rectification(Procedure):
    """What was found when a home was taken over is put right by the developer's contractor."""

    code, version, label, prefix, group = "rectification", 1, "收楼整改", "ZG", "房屋与租户"
    papers = (ORDER,)
    intake = INTAKE
    opening = effects.set_deadline
    term = Parameter("整改期限", "number", 15, unit="天", least=1)

    order = Step("开整改单给施工单位", OFFICE, workdays(1), asks=ORDERED, then="mend")
    mend = Step("施工单位整改", (TECHNICIAN, *OFFICE), until="mend_by", asks=MENDED, then="accept")
    accept = Step("通知业主复验", OFFICE, days(3), asks=ACCEPT, replies=True, then=[Go(None, is_accepted), Go("again")])
    again = Step("再次整改", OFFICE, workdays(1), asks=ORDERED, effect=effects.set_deadline, then="mend")
