"""Mail 邮件收发 (E13): on the shelf, told, fetched; reminded on day 3 and 7, sent back on day 15."""

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.sop import SYSTEM, Answers, Go, Parameter, Procedure, Split, Step, days, hours, minutes
from guanjia.procedures.mail.effects import hand_out, send_back, shelve
from guanjia.procedures.mail.papers import BOOK, INTAKE, NOTICE, OPENED, PICKUP, REMINDED, SENT_BACK, TOLD

DESKS = (DESK, BUTLER, SUPERVISOR)


def was_opened(facts: Answers) -> bool:
    """The seal of a confidential piece is broken: nobody here opens it, so it has to be explained."""
    return bool(facts.get("confidential")) and facts.get("sealed") is False


def is_fetched(facts: Answers) -> bool:
    return facts.get("outcome") == "fetched"


# fmt: off
class Mail(Procedure):
    """A piece of mail is kept for a resident until it is fetched or goes back."""

    code, version, label, prefix, group = "mail", 1, "邮件收发", "YJ", "邮件与便民"
    asked_as = ("快递", "包裹", "挂号信", "取件")
    papers = (BOOK, NOTICE)
    intake = INTAKE
    opening = shelve
    start = Split("pickup", "tell", "keep", join="send_back")
    remind_first_days = Parameter("第一次提醒", "number", 3, unit="天", least=1, help="自收到之日起")
    remind_again_days = Parameter("第二次提醒", "number", 7, unit="天", least=1, help="自收到之日起")
    shelves = Parameter("货架", "lines", ("A", "B", "C"), help="一行一个，按摆放顺序")
    places = Parameter("每架格数", "number", 12, unit="格", least=1)
    keep_days = Parameter("保管期限", "number", 15, unit="天", least=1, help="到期退回")

    pickup = Step("客户领取", DESKS, asks=PICKUP, effect=hand_out, until="send_back_at", may_delay=False,
                  then=[Go("explain", was_opened, alone=True), Go(None, is_fetched, alone=True),
                        Go("send_back", alone=True)])
    tell = Step("通知客户", DESKS, minutes(30), asks=TOLD, replies=True, then="wait_first")
    wait_first = Step("等待领取", SYSTEM, wakes_at="remind_first_at", then="remind_first")
    remind_first = Step("第一次提醒领取", DESKS, hours(8), asks=REMINDED, then="wait_again")
    wait_again = Step("等待领取", SYSTEM, wakes_at="remind_again_at", then="remind_again")
    remind_again = Step("第二次提醒领取", DESKS, hours(8), asks=REMINDED, then="send_back")
    keep = Step("保管到期", SYSTEM, wakes_at="send_back_at", then=[Go("send_back", alone=True)])
    send_back = Step("到期退回", DESKS, days(1), asks=SENT_BACK, effect=send_back)
    explain = Step("机密件封口破损说明", (SUPERVISOR, MANAGER), days(1), asks=OPENED)
