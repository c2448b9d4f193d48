"""What an approval asks, and what can be said to it. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from guanjia.engine.sop.fields import Answers, Field
from guanjia.engine.sop.step import Step

YES, BACK, NO = "yes", "back", "no"


@dataclass(frozen=True)
class Question:
    """`decides`: the field that says yes or no. `why`: the one for the word. `more`: whatever else is asked."""

    decides: Field
    why: Field | None
    more: tuple[Field, ...] = ()

    @property
    def verdicts(self) -> Mapping[str, object]:
        """What may be said, and the answer kept for it. With one way to say no, sending back and refusing are the
        same."""
        if self.decides.kind == "yes_no":
            return {YES: True, BACK: False, NO: False}
        yes, *others = (value for value, _label in self.decides.choices)
        said = {BACK if one == BACK else NO: one for one in others}
        only = others[-1]
        return {YES: yes, BACK: said.get(BACK, only), NO: said.get(NO, only)}

    @property
    def refuses_apart(self) -> bool:
        """Whether a refusal is something else than sending back."""
        return self.verdicts[BACK] != self.verdicts[NO]

    def answers(self, verdict: str, word: str) -> dict[str, object]:
        given = self._decided(verdict)
        if self.why and word and self.takes_word(verdict):
            given[self.why.code] = word
        return given

    def takes_word(self, verdict: str) -> bool:
        """Whether the paper keeps a word with this answer; otherwise it is said as a message."""
        return self.why is not None and self.why.is_shown(self._decided(verdict))

    def missing(self, verdict: str) -> list[Field]:
        """What has to be filled in besides before this can be said."""
        return [one for one in self.more if one.required and one.is_shown(self._decided(verdict))]

    @property
    def before_yes(self) -> list[Field]:
        return self.missing(YES)

    def _decided(self, verdict: str) -> dict[str, object]:
        return {self.decides.code: self.verdicts[verdict]}


def question_of(step: Step, facts: Answers) -> Question | None:
    """What the step asks who approves; None for a step that is no approval, or not of this case."""
    fields = {one.code: one for one in step.fields}
    decides = fields.get(step.approves)
    if decides is None or not decides.is_shown(facts):
        return None
    more = tuple(one for one in step.fields if one.code not in (step.approves, step.why))
    return Question(decides, fields.get(step.why), more)
