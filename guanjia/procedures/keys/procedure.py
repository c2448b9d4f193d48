"""Lending a key 钥匙领用 (E11): asked → consent or approval → handed out → back in time; lost, the lock is changed."""

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.sop import OPENER, Answers, Go, Parameter, Procedure, Step, days, hours, minutes
from guanjia.procedures.keys.effects import hand_out, look_at_key, take_back
from guanjia.procedures.keys.papers import CONSENT, DECISION, HAND_OUT, LENDING, LOSS, RETURN


def is_entrusted(facts: Answers) -> bool:
    return facts.get("key_kind") == "entrusted"


def is_common(facts: Answers) -> bool:
    return facts.get("key_kind") == "public"


def is_agreed(facts: Answers) -> bool:
    return facts.get("consent") is True


def is_allowed(facts: Answers) -> bool:
    return facts.get("allowed") is True


def is_lost(facts: Answers) -> bool:
    return facts.get("key_state") == "lost"


# fmt: off
class Keys(Procedure):
    """A key is lent to a named person until a named time, and comes back."""

    code, version, label, prefix, group = "keys", 1, "钥匙领用", "YS", "钥匙与通行"
    asked_as = ("借钥匙", "还钥匙")
    papers = (LENDING,)
    intake = LENDING.part("key", "who", "borrower", "borrower_phone", "purpose", "back_by")
    opening = look_at_key
    start = [Go("consent", is_entrusted), Go("hand_out", is_common), Go("approve")]

    consent = Step("征得业主同意", (DESK, BUTLER, SUPERVISOR), minutes(30), asks=CONSENT,
                   then=[Go("hand_out", is_agreed), Go(None)])
    approve = Step("批准领用", Parameter("由谁批准", "roles", (SUPERVISOR, MANAGER)), minutes(30), asks=DECISION,
                   approves="allowed", why="allowed_why", not_by=(OPENER,),
                   then=[Go("hand_out", is_allowed), Go(None)])
    hand_out = Step("交出钥匙", (DESK, BUTLER, SUPERVISOR), hours(2), asks=HAND_OUT, effect=hand_out, then="back")
    back = Step("归还核对", (DESK, BUTLER, SUPERVISOR), days(1), until="back_by", asks=RETURN, effect=take_back,
                may_delay=False, then=[Go("loss", is_lost), Go(None)])
    loss = Step("遗失处理", (SUPERVISOR, MANAGER), days(1), asks=LOSS)
