"""Visits 走访 (E19): planned → visited → a need becomes a matter, a promise is kept by its date."""

from guanjia.directory.team.roles import BUTLER, MANAGER, SUPERVISOR
from guanjia.engine.sop import ASSIGNEE, Answers, Go, Procedure, Step, days
from guanjia.procedures.visits.effects import open_need
from guanjia.procedures.visits.papers import NOTE


def is_promised(facts: Answers) -> bool:
    return facts.get("promised") is True


def not_met(facts: Answers) -> bool:
    return facts.get("met") is False


# fmt: off
class Visits(Procedure):
    """Every household is seen once a year, and what is promised at the door is kept."""

    code, version, label, prefix, group = "visits", 1, "客户走访", "ZF", "房屋与租户"
    asked_as = ("拜访", "上门沟通", "走访")
    opened_by = (BUTLER, SUPERVISOR, MANAGER)
    papers = (NOTE,)
    intake = NOTE.part("visit_kind", "butler", "visit_by")

    visit = Step("上门走访", ASSIGNEE, days(30), until="visit_by", assign="butler", effect=open_need,
                 asks=NOTE.part("met", "met_whom", "mood", "needs", "opinions", "need_case", "promised", "promise",
                                "promise_by"),
                 then=[Go("again", not_met), Go("keep", is_promised), Go(None)])
    again = Step("再次走访", ASSIGNEE, days(14), assign="butler", effect=open_need,
                 asks=NOTE.part("met", "met_whom", "mood", "needs", "opinions", "need_case", "promised", "promise",
                                "promise_by"),
                 then=[Go("keep", is_promised), Go(None)])
    keep = Step("兑现承诺", ASSIGNEE, days(7), until="promise_by", assign="butler",
                asks=NOTE.part("kept", "kept_note"))
