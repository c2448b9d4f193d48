"""Which steps are approvals: a named approver says yes or no, and why. Plain Python."""

from dataclasses import dataclass

from guanjia.engine.sop.duration import Parameter
from guanjia.engine.sop.fields import Answers, Field
from guanjia.engine.sop.step import ASSIGNEE, Step

WORDS = ("text", "long")


@dataclass(frozen=True)
class Question:
    """`yes`: the field that decides. `why`: the one for the word, if there is one."""

    yes: Field
    why: Field | None

    def answers(self, agreed: bool, word: str) -> dict[str, object]:
        given: dict[str, object] = {self.yes.code: agreed}
        if self.why and word and self.takes_word(agreed):
            given[self.why.code] = word
        return given

    def takes_word(self, agreed: bool) -> bool:
        """Whether the paper keeps a word with this answer; otherwise it is said as a message."""
        return self.why is not None and self.why.is_shown({self.yes.code: agreed})


def question_of(step: Step, facts: Answers) -> Question | None:
    """What an approval asks; None for a step that is none.

    An approval keeps somebody out (nobody approves his own), is done by an approver who is a parameter or named in the
    case, and asks for nothing but one yes or no and a word about it.
    """
    named = isinstance(step.by, Parameter) or (step.by == ASSIGNEE and bool(step.assign))
    if not step.not_by or not named or step.awaits:
        return None
    yes = [one for one in step.fields if one.kind == "yes_no" and one.required]
    rest = [one for one in step.fields if one not in yes]
    if len(yes) != 1 or len(rest) > 1 or any(one.kind not in WORDS for one in rest):
        return None
    question = Question(yes[0], rest[0] if rest else None)
    if yes[0].shown_if and not yes[0].is_shown(facts):
        return None
    return question
