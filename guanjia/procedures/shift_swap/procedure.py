"""Swapping shifts 换班 (E24, I2): asked → the colleague agrees → approved → the roster is changed."""

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.sop import ASSIGNEE, OPENER, Answers, Go, Parameter, Procedure, Step, hours, named_in
from guanjia.procedures.shift_swap.effects import consent, look_at_swap, swap
from guanjia.procedures.shift_swap.papers import CONSENT, DECISION, FORM


def is_agreed(facts: Answers) -> bool:
    return facts.get("consented") is True


# fmt: off
class ShiftSwap(Procedure):
    """Two colleagues of one post swap shifts, both want it, and the supervisor knows who will be there."""

    code, version, label, prefix, group = "shift_swap", 1, "换班", "HB", "应急与值班"
    asked_as = ("调班", "替班", "顶班")
    permission = "duty.ask"
    papers = (FORM,)
    intake = FORM.part("my_day", "colleague", "their_day", "reason")
    opening = look_at_swap

    consent = Step("同事同意换班", ASSIGNEE, hours(24), assign="colleague", asks=CONSENT,
                   approves="consented", why="consented_why", not_by=(OPENER,),
                   effect=consent, then=[Go("approve", is_agreed), Go(None)])
    approve = Step("批准换班", Parameter("由谁批准换班", "roles", (SUPERVISOR, MANAGER)), hours(24), asks=DECISION,
                   approves="approved", why="approved_why", not_by=(OPENER, named_in("colleague")),
                   effect=swap)
