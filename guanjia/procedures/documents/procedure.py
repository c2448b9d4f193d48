"""Documents 文书 (E18): going out they are drafted, read through, signed, numbered, stamped, sent and filed; coming in
they are numbered, read, acted upon and filed."""

from guanjia.directory.team.roles import BUTLER, DESK, HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.sop import (
    ASSIGNEE,
    FIRST_OWNER,
    OPENER,
    Answers,
    Go,
    Parameter,
    Procedure,
    Step,
    actor_of,
    hours,
    workdays,
)
from guanjia.procedures.documents import effects
from guanjia.procedures.documents import papers as sheets

OFFICE = (DESK, BUTLER, SUPERVISOR, MANAGER)


def is_readable(facts: Answers) -> bool:
    return facts.get("draft_ok") is True


def is_stamped(facts: Answers) -> bool:
    return facts.get("signed_off") is True and facts.get("stamped") is True


def is_signed(facts: Answers) -> bool:
    return facts.get("signed_off") is True


def has_second_reader(facts: Answers) -> bool:
    return bool(facts.get("reader_two"))


def needs_action(facts: Answers) -> bool:
    return facts.get("needs_action") is True


# fmt: off
class DocumentsOut(Procedure):
    """What the office writes goes out under a number without gaps, signed by somebody who did not write it."""

    code, version, label, prefix, group = "documents_out", 1, "发文", "FW", "内部管理"
    asked_as = ("公文", "通知", "拟稿", "发函", "文书")
    opened_by = OFFICE
    papers = (sheets.DRAFT, sheets.OUT_BOOK)
    intake = sheets.DRAFT.part(*sheets.INTAKE)

    review = Step("核稿", Parameter("由谁核稿", "roles", (SUPERVISOR, MANAGER)), workdays(1), asks=sheets.REVIEW,
                  approves="draft_ok", why="review_note", not_by=(OPENER,),
                  then=[Go("sign", is_readable), Go("redraft")])
    redraft = Step("修改文稿", FIRST_OWNER, workdays(1), asks=sheets.DRAFT.part("draft"), then="review")
    sign = Step("签发", Parameter("由谁签发", "roles", (MANAGER, HEADQUARTERS)), workdays(1), asks=sheets.SIGN,
                approves="signed_off", why="sign_note", not_by=(OPENER, actor_of("review")),
                effect=effects.sign_off,
                then=[Go("stamp", is_stamped), Go("send", is_signed), Go("redraft")])
    stamp = Step("编号用印", (SUPERVISOR, MANAGER), hours(4), asks=sheets.STAMP, effect=effects.stamp, then="send")
    send = Step("发出", OFFICE, workdays(1), asks=sheets.SEND, effect=effects.send, then="file")
    file = Step("归档", OFFICE, workdays(3), asks=sheets.FILING, effect=effects.file_away)


class DocumentsIn(Procedure):
    """What comes in is read by those it concerns, acted upon by its date and filed."""

    code, version, label, prefix, group = "documents_in", 1, "收文", "SW", "内部管理"
    asked_as = ("来文", "来函", "文件传阅")
    opened_by = OFFICE
    papers = (sheets.HANDLING, sheets.IN_BOOK)
    intake = sheets.HANDLING.part(*sheets.RECEIVED)
    opening = effects.take_in

    pass_on = Step("拟办", (SUPERVISOR, MANAGER), hours(4), asks=sheets.PASS_ON, effect=effects.pass_on, then="read")
    read = Step("阅办", ASSIGNEE, workdays(1), assign="reader", asks=sheets.HANDLING.part("opinion"),
                then=[Go("read_too", has_second_reader), Go("act", needs_action), Go("file")])
    read_too = Step("另一位阅办", ASSIGNEE, workdays(1), assign="reader_two", asks=sheets.HANDLING.part("opinion_two"),
                    then=[Go("act", needs_action), Go("file")])
    act = Step("承办", ASSIGNEE, workdays(5), until="act_by", assign="handler", asks=sheets.HANDLING.part("acted"),
               then="file")
    file = Step("归档", OFFICE, workdays(3), asks=sheets.FILING, effect=effects.file_away)
