"""Letters with the owners' committee 业委会函件 (E17): theirs are answered within 7 workdays, ours are followed up."""

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.sop import (
    OPENER,
    Answers,
    Go,
    Parameter,
    Procedure,
    Step,
    actor_of,
    hours,
    target,
    workdays,
)
from guanjia.procedures.committee_letter import effects
from guanjia.procedures.committee_letter.papers import ANSWER, DECISION, REMINDER, SHEET

STAFF, LEADERS = (DESK, BUTLER, SUPERVISOR), (SUPERVISOR, MANAGER)


def is_in(facts: Answers) -> bool:
    return facts.get("direction") == "in"


def is_back(facts: Answers) -> bool:
    return facts.get("decision") == "back"


def is_unanswered(facts: Answers) -> bool:
    return facts.get("answered") is False


# fmt: off
class CommitteeLetter(Procedure):
    """A letter of the owners' committee is never left lying."""

    code, version, label, prefix, group = "committee_letter", 1, "业委会函件", "YL", "社区与业委会"
    asked_as = ("业主委员会来函", "复函", "去函")
    opened_by = (*STAFF, MANAGER)
    papers = (SHEET,)
    intake = SHEET.part("direction", "letter_subject", "letter_number", "letter_on")
    opening = effects.begin
    start = [Go("file", is_in), Go("draft")]
    targets = (target("finish", workdays(7), "业委会来函答复", direction="in"),)

    file = Step("登记来函", STAFF, hours(8), asks=SHEET.part("letter_photos"), then="draft")
    draft = Step("拟写函件", LEADERS, workdays(4), asks=SHEET.part("draft"), then="approve")
    approve = Step("审批函件", Parameter("由谁审批", "roles", (MANAGER,)), workdays(1), asks=DECISION,
                   approves="decision", why="decision_why", not_by=(OPENER, actor_of("draft")),
                   then=[Go("draft", is_back), Go("send")])
    send = Step("送达并签收", STAFF, workdays(1), asks=SHEET.part("our_number", "sent_on", "sent_photos"),
                effect=effects.send, then=[Go(None, is_in), Go("answer")])
    answer = Step("登记业委会答复", STAFF, workdays(7), asks=ANSWER, then=[Go("remind", is_unanswered), Go(None)])
    remind = Step("催办答复", LEADERS, workdays(1), asks=REMINDER, then="answer")
