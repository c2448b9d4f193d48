"""Archives 档案 (E18): lent with approval until a day; destroyed when their time is up, by two people's word."""

from guanjia.directory.team.roles import BUTLER, DESK, HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.sop import (
    OPENER,
    Answers,
    Go,
    Parameter,
    Procedure,
    Step,
    actor_of,
    days,
    hours,
    workdays,
)
from guanjia.procedures.archives import destroying, lending
from guanjia.procedures.archives import papers as sheets

KEEPERS = (DESK, BUTLER, SUPERVISOR)


def is_secret(facts: Answers) -> bool:
    return facts.get("secrecy") == "secret"


def is_allowed(facts: Answers) -> bool:
    return facts.get("allowed") is True


def is_lost(facts: Answers) -> bool:
    return facts.get("file_state") == "lost"


def first_agrees(facts: Answers) -> bool:
    return facts.get("first_ok") is True


def second_agrees(facts: Answers) -> bool:
    return facts.get("second_ok") is True


# fmt: off
class ArchiveLoan(Procedure):
    """A file leaves its box with somebody's approval and a day to be back; how secret it is says whose."""

    code, version, label, prefix, group = "archive_loan", 1, "档案借阅", "DJ", "内部管理"
    asked_as = ("借档案", "查档案", "还档案")
    opened_by = (*KEEPERS, MANAGER)
    papers = (sheets.LOAN, sheets.LOAN_BOOK)
    intake = sheets.LOAN.part(*sheets.ASKED)
    opening = lending.look
    start = [Go("approve_secret", is_secret), Go("approve")]
    longest_days = Parameter("最长借阅天数", "number", 15, unit="天", least=1)

    approve = Step("批准借阅", Parameter("由谁批准", "roles", (SUPERVISOR, MANAGER)), hours(4), asks=sheets.DECISION,
                   approves="allowed", why="allowed_why", not_by=(OPENER,),
                   then=[Go("hand_out", is_allowed), Go(None)])
    approve_secret = Step("批准借阅机密档案", Parameter("由谁批准", "roles", (MANAGER, HEADQUARTERS)), hours(8),
                          asks=sheets.DECISION,
                          approves="allowed", why="allowed_why", not_by=(OPENER,),
                          then=[Go("hand_out", is_allowed), Go(None)])
    hand_out = Step("交出档案", KEEPERS, hours(8), asks=sheets.HAND_OUT, effect=lending.hand_out, then="back")
    back = Step("归还核对", KEEPERS, days(1), until="back_on", asks=sheets.RETURN, effect=lending.take_back,
                may_delay=False, then=[Go("loss", is_lost), Go(None)])
    loss = Step("遗失处理", (MANAGER,), workdays(3), asks=sheets.LOSS)


class ArchiveDestruction(Procedure):
    """Only what has been kept as long as it must; two people agree who did not ask for it, two watch."""

    code, version, label, prefix, group = "archive_destruction", 1, "档案销毁", "XH", "内部管理"
    asked_as = ("销毁档案", "到期档案", "清理档案")
    opened_by = (DESK, SUPERVISOR, MANAGER)
    papers = (sheets.DESTRUCTION,)
    intake = sheets.DESTRUCTION.part("archive_class", "reason")
    opening = destroying.draw_up

    appraise = Step("鉴定清册", (SUPERVISOR, MANAGER), workdays(5), asks=sheets.APPRAISAL,
                    effect=destroying.except_some, then="first")
    first = Step("第一人批准", Parameter("由谁批准", "roles", (SUPERVISOR, MANAGER)), workdays(3), asks=sheets.FIRST,
                 approves="first_ok", why="first_why", not_by=(OPENER,),
                 then=[Go("second", first_agrees), Go(None)])
    second = Step("第二人批准", Parameter("由谁批准", "roles", (MANAGER, HEADQUARTERS)), workdays(3),
                  asks=sheets.SECOND,
                  approves="second_ok", why="second_why", not_by=(OPENER, actor_of("first")),
                  then=[Go("destroy", second_agrees), Go(None)])
    destroy = Step("监督销毁", (DESK, SUPERVISOR), workdays(5), asks=sheets.DESTROYING, effect=destroying.destroy)
