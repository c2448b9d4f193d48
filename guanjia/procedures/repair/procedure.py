"""Repair 报修 (E1): register → quote → dispatch → work → follow-up → closed, or once more."""

from guanjia.directory.team.roles import AGENT, BUTLER, DESK, SUPERVISOR
from guanjia.engine.sop import (
    FIRST_OWNER,
    SYSTEM,
    WORK_ORDER,
    Go,
    Parameter,
    Procedure,
    Step,
    days,
    hours,
    minutes,
    named_in,
    target,
)  # fmt: skip
from guanjia.engine.sop.fields import choice
from guanjia.procedures.repair.effects import give_to_contractor, give_to_own_people, look_up_warranty
from guanjia.procedures.repair.guards import (
    dissatisfied_with_contractor,
    for_contractor,
    in_warranty,
    needs_quote,
    quote_refused,
)  # fmt: skip
from guanjia.procedures.repair.papers import DISPATCH, KINDS, PARTS, QUOTE, SERVICE
from guanjia.procedures.shared import CALL_BACK, dissatisfied

FAST = ("emergency", "urgent")
WHEN = {"first": "先报价，同意后派工", "on_site": "上门查看后报价", "free": "免费"}


def warranty(part: str, years: int) -> Parameter:
    return Parameter(f"{PARTS[part]}保修期", "number", years, unit="年", help="自交付之日起")


# fmt: off
class Repair(Procedure):
    """Something is broken at home, in the public area or in the equipment."""

    code, version, label, prefix = "repair", 1, "报修", "BX"
    papers = (DISPATCH,)
    opening = look_up_warranty
    start = [Go("quoting", needs_quote), Go("contractor", in_warranty), Go("dispatch")]
    intake = (
        choice("kind", "报修类型", KINDS),
        choice("part", "维修部位", PARTS, required=False),
        choice("quote_when", "报价方式", WHEN, required=False, shown_if=("kind", ("home",))),
    )
    targets = (
        target("reply", minutes(30), "紧急、急修联系客户", urgency=FAST),
        target("reply", minutes(30, calendar="service"), "普通报修联系客户"),
        target("accept", minutes(10), "紧急、急修接单", urgency=FAST),
        target("accept", minutes(10, calendar="service"), "当班接单"),
        target("arrive", minutes(30), "电梯困人到场", urgency="emergency", topic="lift"),
        target("arrive", minutes(15), "紧急抢修到场", urgency="emergency"),
        target("arrive", hours(2), "急修到场", urgency="urgent"),
        target("arrive", days(3), "普通报修到场", promised="promised_at", slack=minutes(30)),
        target("safe", hours(1), "紧急抢修控制险情", urgency="emergency"),
        target("finish", days(3), "等配件完成", promised="parts_promised_at", needs_parts=True),
        target("finish", hours(24), "紧急、急修完成", urgency=FAST),
        target("finish", days(15), "保修单位完成", in_warranty=True),
        target("finish", days(3), "普通报修完成", counted_from="promised_at"),
    )
    warranty_waterproofing, warranty_pipes = warranty("waterproofing", 5), warranty("pipes", 2)
    warranty_wiring, warranty_doors = warranty("wiring", 2), warranty("doors", 2)
    warranty_decoration, warranty_heating = warranty("decoration", 2), warranty("heating", 2)
    followup_share = Parameter("回访比例", "percent", 100, unit="%")

    quoting = Step("报价", FIRST_OWNER, hours(2, calendar="service"), asks=QUOTE, replies=True,
                   then=[Go(None, quote_refused), Go("dispatch")])
    dispatch = Step("派工维修", SYSTEM, opens=WORK_ORDER, awaits="order.done", fills=SERVICE,
                    enter=give_to_own_people, then=[Go("contractor", for_contractor), Go("followup")])
    contractor = Step("保修单位维修", SYSTEM, opens=WORK_ORDER, awaits="order.done", fills=SERVICE,
                      enter=give_to_contractor, then="followup")
    followup = Step("回访", (AGENT, DESK, BUTLER, SUPERVISOR), days(3), awaits="followup.answered",
                    confirms=True, fills=CALL_BACK, not_by=(named_in("worker"),),
                    then=[Go("contractor", dissatisfied_with_contractor, again=True),
                          Go("dispatch", dissatisfied, again=True), Go(None)])
