"""Parking 车位 (E15): asked → space or waiting list → contract and fee → used → renewed, passed on or given back."""

from guanjia.directory.team.roles import BUTLER, DESK, GUARD, SUPERVISOR
from guanjia.engine.sop import SYSTEM, Answers, Go, Parameter, Procedure, Step, hours, workdays
from guanjia.procedures.parking import effects
from guanjia.procedures.parking.papers import (
    APPLICATION,
    ASSIGN,
    CONTRACT,
    DECISION,
    INTAKE,
    LEFT,
    PASS,
    PASSED,
    RENEW,
    TRANSFER,
)  # fmt: skip
from guanjia.work.cashier.effects import PAID

OFFICE = (DESK, SUPERVISOR)


def is_visitor(facts: Answers) -> bool:
    return facts.get("parking_kind") == "visitor"


def is_transfer(facts: Answers) -> bool:
    return facts.get("parking_kind") == "transfer"


def is_sale(facts: Answers) -> bool:
    return facts.get("parking_kind") == "sale"


def has_space(facts: Answers) -> bool:
    return facts.get("has_space") is True


def goes_on(facts: Answers) -> bool:
    return facts.get("next") == "renew"


def changes_hands(facts: Answers) -> bool:
    return facts.get("next") == "transfer"


def ends(facts: Answers) -> bool:
    return facts.get("next") == "end"


# fmt: off
class Parking(Procedure):
    """A space by the month, on lease or for good; a pass for a visitor's car."""

    code, version, label, prefix, group = "parking", 1, "车位办理", "TC", "钥匙与通行"
    asked_as = ("停车", "月卡", "车位", "临时停车", "换车牌")
    papers = (APPLICATION, TRANSFER, PASS)
    intake = INTAKE
    opening = effects.take_up
    start = [Go("visiting", is_visitor), Go("transfer", is_transfer), Go("assign")]
    visitor_hours = Parameter("临时停车最长", "number", 24, unit="小时", least=1)
    remind_days = Parameter("到期前提醒", "number", 15, unit="天", least=1)

    assign = Step("分配车位", OFFICE, workdays(1), asks=ASSIGN, effect=effects.assign_space,
                  then=[Go("contract", has_space), Go("queue")])
    queue = Step("排队等候", OFFICE, asks=ASSIGN, effect=effects.assign_space,
                 then=[Go("contract", has_space), Go("queue")])
    contract = Step("签订合同", OFFICE, workdays(2), asks=CONTRACT, effect=effects.sign_contract, then="paid")
    paid = Step("缴纳车位费", SYSTEM, awaits=PAID, effect=effects.give, then=[Go(None, is_sale), Go("use")])
    use = Step("使用中", OFFICE, wakes_at="remind_at", asks=DECISION, effect=effects.choose,
               then=[Go("ask", goes_on), Go("hand_on", changes_hands), Go("give_back", ends), Go("ask")])
    ask = Step("到期提醒与续期", (DESK, BUTLER, SUPERVISOR), until="until_at", asks=RENEW, effect=effects.renew,
               then=[Go("paid", goes_on), Go("hand_on", changes_hands), Go("give_back")])
    hand_on = Step("办理过户", OFFICE, workdays(2), asks=PASSED, effect=effects.pass_on, then="use")
    give_back = Step("收回车位", OFFICE, until="until_at", effect=effects.take_back)
    transfer = Step("办理过户", OFFICE, workdays(2), asks=PASSED, effect=effects.pass_on)
    visiting = Step("核对访客离开", (GUARD, *OFFICE), hours(24), until="visit_until", asks=LEFT, may_delay=False)
