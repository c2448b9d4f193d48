"""Suggestion 建议 (E2): adopted or not, answered in five workdays; adopted, it becomes an improvement."""

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.sop import (
    FIRST_OWNER,
    Answers,
    Go,
    Parameter,
    Procedure,
    Step,
    hours,
    target,
    workdays,
)  # fmt: skip
from guanjia.procedures.suggestion.papers import SHEET


def is_adopted(facts: Answers) -> bool:
    return facts.get("adopted") is True


class Suggestion(Procedure):
    """A customer knows how something could be better."""

    code, version, label, prefix = "suggestion", 1, "建议", "JY"
    papers = (SHEET,)
    targets = (
        target(
            "reply",
            hours(2),
            "急的建议回应",
            promised="promised_at",
            urgency=("emergency", "urgent"),
        ),
        target("reply", workdays(2), "建议回应", promised="promised_at"),
        target("finish", workdays(5), "建议答复"),
    )

    decide = Step(
        "决定是否采纳",
        Parameter("由谁决定", "roles", (SUPERVISOR, MANAGER)),
        workdays(4),
        asks=SHEET.part("adopted", "adopted_why"),
        then="answer",
    )
    answer = Step(
        "答复客户",
        FIRST_OWNER,
        workdays(1),
        replies=True,
        asks=SHEET.part("answer"),
        then=[Go("improve", is_adopted), Go(None)],
    )
    improve = Step(
        "改进措施",
        (SUPERVISOR, MANAGER),
        workdays(5),
        confirms=True,
        asks=SHEET.part("measure", "improver", "improve_by"),
    )
