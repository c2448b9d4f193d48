"""Paid and convenience services 特约/便民服务 (E5): ordered, agreed, done by us or a supplier, paid, rated."""

from guanjia.directory.team.roles import AGENT, BUTLER, DESK, SUPERVISOR
from guanjia.engine.sop import (
    ASSIGNEE,
    FIRST_OWNER,
    SYSTEM,
    Answers,
    Go,
    Parameter,
    Procedure,
    Step,
    days,
    hours,
    named_in,
)  # fmt: skip
from guanjia.procedures.services import effects
from guanjia.procedures.services.papers import ASSIGN, BOOK, CONFIRM, DONE, HANDED, INTAKE, ORDER, SETTLEMENT
from guanjia.procedures.shared import CALL_BACK, dissatisfied
from guanjia.work.cashier.effects import PAID

OFFICE = (AGENT, DESK, BUTLER, SUPERVISOR)


def is_declined(facts: Answers) -> bool:
    return facts.get("price_agreed") is False


def has_supplier(facts: Answers) -> bool:
    return bool(facts.get("supplier"))


def supplier_takes(facts: Answers) -> bool:
    return facts.get("supplier_takes") is True


def is_to_pay(facts: Answers) -> bool:
    return facts.get("to_pay") is True


# fmt: off
class Services(Procedure):
    """A resident orders something from the catalogue."""

    code, version, label, prefix, group = "services", 1, "特约便民服务", "BM", "邮件与便民"
    asked_as = ("保洁", "洗衣", "订餐", "送水", "搬家", "家政", "叫车", "订票", "借伞", "打印")
    papers = (ORDER, BOOK, SETTLEMENT)
    intake = INTAKE
    opening = effects.take_up
    followup_share = Parameter("回访比例", "percent", 100, unit="%")

    confirm = Step("确认价格和时间", FIRST_OWNER, hours(2, calendar="service"), asks=CONFIRM, replies=True,
                   effect=effects.confirm, then=[Go(None, is_declined), Go("supplier", has_supplier), Go("assign")])
    supplier = Step("转供应商", OFFICE, hours(2, calendar="service"), asks=HANDED,
                    then=[Go("by_supplier", supplier_takes), Go("assign")])
    by_supplier = Step("供应商完成", OFFICE, until="agreed_at", asks=DONE, effect=effects.bill,
                       then=[Go("paid", is_to_pay), Go("rate")])
    assign = Step("安排服务人员", OFFICE, hours(2, calendar="service"), asks=ASSIGN, effect=effects.to_own_people,
                  then="carry_out")
    carry_out = Step("上门服务", ASSIGNEE, until="agreed_at", assign="worker", asks=DONE, effect=effects.bill,
                     then=[Go("paid", is_to_pay), Go("rate")])
    paid = Step("缴费", SYSTEM, awaits=PAID, effect=effects.note_paid, then="rate")
    rate = Step("客户评价", (AGENT, DESK, BUTLER, SUPERVISOR), days(3), awaits="followup.answered", confirms=True,
                fills=CALL_BACK, not_by=(named_in("worker"),),
                then=[Go("confirm", dissatisfied, again=True), Go(None)])
