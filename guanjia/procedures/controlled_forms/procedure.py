"""Controlled forms 单证 (E22): forms change with approval and the old edition ends when the new begins; numbered books
are given out, counted when they come back, and a missing number is an alarm."""

from guanjia.directory.team.roles import ACCOUNTANT, DESK, HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.sop import (
    OPENER,
    SYSTEM,
    Answers,
    Go,
    Parameter,
    Procedure,
    Step,
    days,
    hours,
    named_in,
    workdays,
)
from guanjia.procedures.controlled_forms import books, changing
from guanjia.procedures.controlled_forms import papers as sheets


def is_allowed(facts: Answers) -> bool:
    return facts.get("allowed") is True


def is_missing(facts: Answers) -> bool:
    return bool(facts.get("missing_numbers"))


# fmt: off
class FormChange(Procedure):
    """No form is in use that nobody approved, and never two editions of one."""

    code, version, label, prefix, group = "form_change", 1, "受控表单变更", "BD", "内部管理"
    asked_as = ("表单换版", "新增表单", "作废表单", "质量记录")
    opened_by = (DESK, SUPERVISOR, MANAGER)
    papers = (sheets.CHANGE,)
    intake = sheets.CHANGE.part(*sheets.INTAKE)
    opening = changing.look

    approve = Step("批准变更", Parameter("由谁批准", "roles", (MANAGER, HEADQUARTERS)), workdays(3),
                   asks=sheets.DECISION,
                   approves="allowed", why="allowed_why", not_by=(OPENER,), effect=changing.decide,
                   then=[Go("begins", is_allowed), Go(None)])
    begins = Step("等待生效", SYSTEM, wakes_at="begins_at", effect=changing.end_old, then="share")
    share = Step("发放新版、收回旧版", (DESK, SUPERVISOR), workdays(2), asks=sheets.SHARING, effect=changing.share_out)


class FormBooks(Procedure):
    """Receipts, permits and passes with numbers: who has them, what became of each, and which is missing."""

    code, version, label, prefix, group = "form_book", 1, "空白单证领用", "DZ", "内部管理"
    asked_as = ("领收据", "领放行条", "单证交回", "核销")
    opened_by = (DESK, SUPERVISOR, MANAGER, ACCOUNTANT)
    papers = (sheets.BOOK,)
    intake = sheets.BOOK.part("book", "holder", "return_on")
    opening = books.look

    give = Step("发放", Parameter("由谁发放", "roles", (SUPERVISOR, ACCOUNTANT)), hours(8), effect=books.give_out,
                not_by=(named_in("holder"),), asks=sheets.BOOK.part("holder_signed"), then="back")
    back = Step("交回核对", Parameter("由谁核对", "roles", (SUPERVISOR, ACCOUNTANT)), days(1), until="return_on",
                asks=sheets.RETURN, not_by=(named_in("holder"),), effect=books.count,
                then=[Go("missing", is_missing), Go(None)])
    missing = Step("缺号处理", (MANAGER,), hours(8), asks=sheets.MISSING, at_once=True, may_delay=False)
