"""Consultation 咨询 (E3): answered at once from the knowledge base, or the first owner calls back."""

from guanjia.engine.sop import FIRST_OWNER, Answers, Go, Procedure, Step, hours, target, workdays
from guanjia.engine.sop.fields import article, choice, long
from guanjia.procedures.consultation.effects import count_article, note_unanswered

HOW = {"article": "按知识库文章答复", "known": "当场口头答复", "later": "暂时答不了，回头回电"}
SAID = ("how", ("article", "known"))


def is_unanswered(facts: Answers) -> bool:
    return facts.get("how") == "later"


class Consultation(Procedure):
    """Somebody wants to know something."""

    code, version, label, prefix = "consultation", 1, "咨询", "ZX"
    targets = (
        target(
            "reply",
            hours(2),
            "急的咨询回应",
            promised="promised_at",
            urgency=("emergency", "urgent"),
        ),
        target("reply", workdays(1), "咨询回应", promised="promised_at"),
        target("finish", workdays(1), "咨询答复", promised="promised_at"),
    )

    answer = Step(
        "答复",
        FIRST_OWNER,
        workdays(1),
        replies=True,
        effect=count_article,
        then=[Go("call_back", is_unanswered), Go(None)],
        asks=(
            choice("how", "答复方式", HOW),
            article("article", "所用文章", shown_if=("how", ("article",))),
            long("said", "答复内容", required=False, shown_if=SAID),
        ),
    )
    call_back = Step(
        "查清后回电",
        FIRST_OWNER,
        workdays(1),
        replies=True,
        enter=note_unanswered,
        effect=count_article,
        asks=(long("said_later", "答复内容"), article("article", "所用文章", required=False)),
    )
