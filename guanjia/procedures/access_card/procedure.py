"""Access card 一卡通 (E10): proved, paid, bound and opened; lost, frozen at once; given back on leaving."""

from guanjia.directory.team.roles import AGENT, BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.sop import OPENER, SYSTEM, Answers, Go, Parameter, Procedure, Step, days, hours, minutes
from guanjia.procedures.access_card import effects
from guanjia.procedures.access_card import papers as sheets
from guanjia.work.cashier.effects import PAID

DESKS = (DESK, BUTLER, SUPERVISOR)


def is_lost(facts: Answers) -> bool:
    return facts.get("what") == "loss"


def is_return(facts: Answers) -> bool:
    return facts.get("what") == "return"


def is_over(facts: Answers) -> bool:
    return facts.get("is_over") is True


def is_denied(facts: Answers) -> bool:
    return facts.get("over_ok") is False


def is_free(facts: Answers) -> bool:
    return not facts.get("deposit_fen")


# fmt: off
class AccessCards(Procedure):
    """Cards for those who live here; a lost one opens nothing from the moment it is reported."""

    code, version, label, prefix, group = "access_card", 1, "一卡通", "KT", "钥匙与通行"
    asked_as = ("门禁卡", "办卡", "挂失", "补卡", "退卡")
    opened_by = (AGENT, DESK, BUTLER, SUPERVISOR, MANAGER)
    papers = (sheets.APPLICATION,)
    intake = sheets.APPLICATION.part(*sheets.INTAKE)
    opening = effects.begin
    start = [Go("lost", is_lost), Go("give_back", is_return), Go("prove")]
    per_home = Parameter("每户最多几张", "number", 5, unit="张", least=1)
    deposit = Parameter("每张押金", "money", 20_00, unit="元", help="填 0 不收")

    prove = Step("核对住户证明", DESKS, minutes(30), asks=sheets.APPLICATION.part("proof"),
                 then=[Go("more", is_over), Go("activate", is_free), Go("collect")])
    more = Step("批准超出数量", Parameter("由谁批准", "roles", (SUPERVISOR, MANAGER)), hours(4), asks=sheets.MORE,
                approves="over_ok", why="over_why", not_by=(OPENER,),
                then=[Go(None, is_denied), Go("activate", is_free), Go("collect")])
    collect = Step("通知缴纳押金", DESKS, minutes(30), effect=effects.ask_deposit, then="paying")
    paying = Step("缴纳押金", SYSTEM, awaits=PAID, then="activate")
    activate = Step("写卡开通", DESKS, hours(2), asks=sheets.ACTIVATION, effect=effects.activate)
    lost = Step("挂失处理", DESKS, days(7), asks=sheets.LOST, effect=effects.settle_loss)
    give_back = Step("收回并注销", DESKS, hours(2), asks=sheets.RETURN, effect=effects.take_back)
