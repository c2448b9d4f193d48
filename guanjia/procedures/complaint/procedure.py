"""Complaint 投诉 (E2): soothe, investigate, judge, plan, do, report; a new plan until it is right."""

from guanjia.directory.team.roles import AGENT, BUTLER, DESK, HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.sop import (
    ASSIGNEE,
    FIRST_OWNER,
    SYSTEM,
    WORK_ORDER,
    Go,
    Parameter,
    Procedure,
    Split,
    Step,
    actor_of,
    hours,
    minutes,
    named_in,
    target,
    workdays,
)  # fmt: skip
from guanjia.engine.sop.fields import several
from guanjia.procedures.complaint.effects import classify, hold_answerable, keep_promise
from guanjia.procedures.complaint.guards import is_consented, is_invalid, is_major, needs_order
from guanjia.procedures.complaint.papers import ANALYSIS, HANDLING, LEDGER, SIGNS
from guanjia.procedures.shared import CALL_BACK, dissatisfied

FINDINGS = ("evidence", "evidence_photos", "cause", "cause_words", "responsible")
LEADERS = (SUPERVISOR, MANAGER)
FAST = ("emergency", "urgent")
ANSWERABLE = named_in("responsible")
PROMISED, ANSWER_BY = "promised_at", "answer_by"


# fmt: off
class Complaint(Procedure):
    """Somebody is not content with us. The person complained about neither judges nor follows up."""

    code, version, label, prefix = "complaint", 1, "投诉", "TS"
    papers = (HANDLING, LEDGER, ANALYSIS)
    intake = (several("signs", "重大情形", SIGNS, required=False),)
    opening = classify
    start = [Go(Split("soothe", "alarm", "tell_headquarters", join="followup"), is_major), Go("soothe")]
    targets = (
        target("reply", hours(2), "严重且急的投诉答复", promised=PROMISED,
               severity="serious", urgency=FAST),
        target("reply", workdays(2), "严重不急的投诉答复", promised=PROMISED,
               severity="serious"),
        target("reply", hours(2), "一般但急的投诉答复", promised=PROMISED, urgency=FAST),
        target("reply", workdays(2), "一般投诉答复", promised=PROMISED),
        target("finish", workdays(3), "一类投诉处理完", promised=ANSWER_BY, **{"class": "1"}),
        target("finish", workdays(7), "二类投诉处理完", promised=ANSWER_BY),
    )
    repeat_days = Parameter("同类投诉统计天数", "number", 30, unit="天", least=1)
    repeat_major = Parameter("重复几次按一类处理", "number", 3, unit="次", least=2)
    followup_share = Parameter("回访比例", "percent", 100, unit="%")
    followup_again_days = Parameter("一类投诉再次回访", "number", 30, unit="天后", help="填 0 不再次回访")

    soothe = Step("安抚并承诺时间", FIRST_OWNER, minutes(30), effect=keep_promise, then="notify", replies=True,
                  asks=HANDLING.part("soothed", "promised_reply_at"))
    notify = Step("通知责任部门", FIRST_OWNER, minutes(30), asks=HANDLING.part("department", "notified"),
                  effect=hold_answerable, then="investigate")
    alarm = Step("项目经理立即处置", MANAGER, minutes(30), asks=HANDLING.part("acted"), may_delay=False,
                 at_once=True, then="followup")
    tell_headquarters = Step("报告总部", LEADERS, hours(2), may_delay=False, at_once=True, then="followup",
                             asks=HANDLING.part("headquarters_told"))
    investigate = Step("调查取证", (*LEADERS, BUTLER), workdays(1), then="judge",
                       asks=HANDLING.part(*FINDINGS))
    judge = Step("判定是否成立", (AGENT, DESK, BUTLER, *LEADERS), hours(4), not_by=(ANSWERABLE,),
                 asks=HANDLING.part("valid", "valid_why"), then=[Go("consent", is_invalid), Go("plan")])
    consent = Step("主管复核不成立", Parameter("不成立由谁复核", "roles", LEADERS), hours(4),
                   asks=HANDLING.part("consented", "consented_why"),
                   approves="consented", why="consented_why", not_by=(ANSWERABLE, actor_of("judge")),
                   then=[Go("explain", is_consented), Go("plan")])
    explain = Step("向客户解释", FIRST_OWNER, workdays(1), not_by=(ANSWERABLE,), then="followup",
                   may_delay=False, replies=True, asks=HANDLING.part("explained"))
    plan = Step("制定处理方案", LEADERS, workdays(1),
                asks=HANDLING.part("plan", "doer", "due_on", "needs_order"),
                then=[Go("works", needs_order), Go("carry_out")])
    works = Step("派工处理", SYSTEM, opens=WORK_ORDER, awaits="order.done", then="report")
    carry_out = Step("落实方案", ASSIGNEE, workdays(2), assign="doer", then="report",
                     asks=HANDLING.part("done"))
    report = Step("答复客户", FIRST_OWNER, hours(4, calendar="service"), replies=True,
                  asks=HANDLING.part("answered_by", "answer"), then="followup")
    followup = Step("回访", (AGENT, DESK, *LEADERS, HEADQUARTERS), workdays(1), awaits="followup.answered",
                    confirms=True, fills=CALL_BACK, not_by=(ANSWERABLE, named_in("doer")),
                    then=[Go("plan", dissatisfied, again=True), Go("improve")])
    improve = Step("改进措施", LEADERS, workdays(5),
                   asks=HANDLING.part("improvement", "measure", "improver", "improve_by"))
