"""Hot-work permit 动火证 (E8): licence looked at → stamped → the guard checks before and after → filed."""

from guanjia.directory.team.roles import AGENT, BUTLER, DESK, GUARD, MANAGER, SUPERVISOR
from guanjia.engine.sop import (
    OPENER,
    Answers,
    Go,
    Parameter,
    Procedure,
    Refuse,
    Step,
    actor_of,
    hours,
    minutes,
    workdays,
)
from guanjia.procedures.hot_work.effects import ask_longer, check_application, make_longer
from guanjia.procedures.hot_work.papers import BEGIN, END, FILED, INTAKE, LONGER, PERMIT, STAMP

WATCH = (GUARD, SUPERVISOR)
READY = ("identity_ok", "extinguisher_ok", "watcher_ok", "cleared_ok")


def is_stamped(facts: Answers) -> bool:
    return facts.get("stamped") is True


def is_not_ready(facts: Answers) -> bool:
    return not all(facts.get(one) for one in READY)


def wants_longer(facts: Answers) -> bool:
    return facts.get("ending") == "longer"


def is_still_burning(facts: Answers) -> bool:
    return facts.get("ending") == "finished" and facts.get("fire_out") is not True


# fmt: off
class HotWork(Procedure):
    """Welding and other work with a flame: for a named person with a good licence, for a day at most."""

    code, version, label, prefix, group = "hot_work", 1, "动火证", "DH", "装修与许可"
    asked_as = ("动火", "电焊", "气焊", "明火作业")
    opened_by = (AGENT, DESK, BUTLER, SUPERVISOR, MANAGER)
    papers = (PERMIT,)
    intake = PERMIT.part(*INTAKE)
    opening = check_application
    longest = Parameter("一次动火最长", "number", 24, unit="小时", least=1)

    copies = Step("核验证件并留复印件", (DESK, BUTLER, SUPERVISOR), hours(1), then="stamp",
                  asks=PERMIT.part("licence_copy", "id_copy", "operator_signed"))
    stamp = Step("批准盖章", Parameter("由谁批准", "roles", (SUPERVISOR, MANAGER)), hours(2), asks=STAMP,
                 approves="stamped", why="denied_why", not_by=(OPENER,),
                 then=[Go("begin", is_stamped), Go(None)])
    begin = Step("动火前检查", WATCH, minutes(30), until="permit_from", asks=BEGIN, may_delay=False, then="end",
                 refuses=(Refuse(is_not_ready, "检查不合格，不能动火；整改合格后再登记"),))
    end = Step("动火后检查", WATCH, minutes(30), until="permit_until", asks=END, effect=ask_longer, may_delay=False,
               refuses=(Refuse(is_still_burning, "余火未灭或现场未清理，不能结束"),),
               then=[Go("longer", wants_longer), Go("file")])
    longer = Step("批准延长", Parameter("延长由谁批准", "roles", (SUPERVISOR, MANAGER)), minutes(30), asks=LONGER,
                  approves="longer_ok", not_by=(actor_of("end"),), effect=make_longer, then="end")
    file = Step("存档", (DESK, BUTLER, SUPERVISOR), workdays(1), asks=FILED)
