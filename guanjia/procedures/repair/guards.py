"""What decides the way of a repair."""

from guanjia.engine.sop import Answers
from guanjia.procedures.shared import dissatisfied


def needs_quote(facts: Answers) -> bool:
    """Paid work at home is quoted before it begins, unless it is to be quoted on site or cannot wait."""
    return (
        facts.get("kind") == "home"
        and facts.get("quote_when") == "first"
        and facts.get("urgency") != "emergency"
        and not facts.get("in_warranty")
    )


def in_warranty(facts: Answers) -> bool:
    """The developer's contractor repairs what is under warranty; in an emergency our own people go first."""
    return bool(facts.get("in_warranty")) and facts.get("urgency") != "emergency"


def quote_refused(facts: Answers) -> bool:
    return facts.get("quote_agreed") is False


def for_contractor(facts: Answers) -> bool:
    return facts.get("result") == "contractor"


def dissatisfied_with_contractor(facts: Answers) -> bool:
    return dissatisfied(facts) and facts.get("executor") == "contractor"
