"""Counting the keys 钥匙盘点 (E11): every month, tag by tag; a difference is named, found out and settled."""

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.sop import Answers, Go, Parameter, Procedure, Step, actor_of, workdays
from guanjia.procedures.key_count.effects import begin, count, settle
from guanjia.procedures.key_count.papers import COUNT, SETTLED, SHEET


def differs(facts: Answers) -> bool:
    return facts.get("differs") is True


# fmt: off
class KeyCount(Procedure):
    """What the register says hangs in the cabinet is looked for there once a month."""

    code, version, label, prefix, group = "key_count", 1, "钥匙盘点", "YP", "钥匙与通行"
    asked_as = ("清点钥匙", "盘点钥匙", "钥匙差异")
    opened_by = (DESK, BUTLER, SUPERVISOR, MANAGER)
    papers = (SHEET,)
    opening = begin
    begins_in = Parameter("自动发起的月份", "lines", tuple(str(month) for month in range(1, 13)))
    begins_on = Parameter("自动发起的日子", "number", 25, unit="日", least=1, most=28)

    count = Step("盘点钥匙", (DESK, BUTLER, SUPERVISOR), workdays(3), asks=COUNT, effect=count,
                 then=[Go("settle", differs), Go(None)])
    settle = Step("查明差异", (SUPERVISOR, MANAGER), workdays(2), asks=SETTLED, effect=settle,
                  not_by=(actor_of("count"),))
