"""Item release 物品放行 (E9): listed → identity checked, pass issued → out of the gate that day, or lapsed."""

from guanjia.directory.team.roles import AGENT, BUTLER, DESK, GUARD, MANAGER, SUPERVISOR
from guanjia.engine.sop import Answers, Parameter, Procedure, Refuse, Step, minutes
from guanjia.procedures.item_release.effects import close_pass, prepare_pass
from guanjia.procedures.item_release.papers import DAILY, GATE, IDENTITY, INTAKE, PASS


def is_somebody_else(facts: Answers) -> bool:
    return facts.get("identity_ok") is not True


def differs(facts: Answers) -> bool:
    return facts.get("items_ok") is not True


# fmt: off
class ItemRelease(Procedure):
    """Things leave the estate with a pass that is good for its day."""

    code, version, label, prefix, group = "item_release", 1, "物品放行", "FX", "钥匙与通行"
    asked_as = ("放行条", "搬家", "物品搬出")
    opened_by = (AGENT, DESK, BUTLER, SUPERVISOR, MANAGER)
    papers = (PASS, DAILY)
    intake = PASS.part(*INTAKE)
    opening = prepare_pass
    lift_minutes = Parameter("两次大件搬运至少相隔", "number", 120, unit="分钟", least=0)

    issue = Step("核对身份并开具放行条", (DESK, BUTLER, SUPERVISOR), minutes(15), asks=IDENTITY, then="gate",
                 refuses=(Refuse(is_somebody_else, "证件不符，不能开具放行条；请本人或受托人持证件办理"),))
    gate = Step("门岗核对放行", (GUARD, SUPERVISOR), until="lapses_at", wakes_at="lapses_at", asks=GATE,
                effect=close_pass, may_delay=False,
                refuses=(Refuse(differs, "实物与清单不符，不能放行；请申请人回前台补办"),))
