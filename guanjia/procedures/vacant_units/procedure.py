"""Vacant homes 空置房 (E12): a round every month until somebody takes the home over."""

from guanjia.directory.team.roles import BUTLER, DESK, GUARD, MANAGER, SUPERVISOR
from guanjia.engine.sop import Answers, Go, Parameter, Procedure, Step, days, hours
from guanjia.procedures.vacant_units.effects import (
    check_visit,
    choose,
    hand_over,
    take_on,
    write_down,
)  # fmt: skip
from guanjia.procedures.vacant_units.papers import DECISION, HAND_OVER, ROUND, VACANT, VISIT

KEEPERS = (BUTLER, DESK, SUPERVISOR)
ON_SHEET = tuple(field.code for field in ROUND.fields if field is not VACANT)


def is_visit(facts: Answers) -> bool:
    return facts.get("next") == "visit"


def is_handed_over(facts: Answers) -> bool:
    return facts.get("next") == "hand_over"


# fmt: off
class VacantUnits(Procedure):
    """A home without occupants is looked through every month, aired, and shown only in company."""

    code, version, label, prefix, group = "vacant_units", 1, "空置房巡查", "KZ", "房屋与租户"
    asked_as = ("空房", "看房", "带看")
    opened_by = (BUTLER, DESK, SUPERVISOR, MANAGER)
    papers = (ROUND, VISIT)
    intake = (VACANT,)
    opening = take_on
    every_days = Parameter("巡查间隔", "number", 30, unit="天", least=1)
    storm_months = Parameter("防汛防台检查月份", "lines", ("6", "7", "8", "9"))
    frost_months = Parameter("防冻检查月份", "lines", ("12", "1", "2"))

    round = Step("空置房巡查", Parameter("由谁巡查", "roles", (*KEEPERS, GUARD)), days(3),
                 asks=ROUND.part(*ON_SHEET), effect=write_down, then="rest")
    rest = Step("等待下次巡查", KEEPERS, asks=DECISION, wakes_at="next_round_at", effect=choose,
                then=[Go("visit", is_visit), Go("hand_over", is_handed_over), Go("round")])
    visit = Step("陪同带看", KEEPERS, hours(4), fills=VISIT, effect=check_visit, then="rest")
    hand_over = Step("交付移出", KEEPERS, days(1), asks=HAND_OVER, effect=hand_over)
