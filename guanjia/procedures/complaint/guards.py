"""What decides the way of a complaint."""

from guanjia.engine.sop import Answers


def is_major(facts: Answers) -> bool:
    """Class 1: injury, loss, media, a group, a lawyer's letter, or the same matter again and again."""
    return facts.get("class") == "1"


def is_invalid(facts: Answers) -> bool:
    return facts.get("valid") is False


def is_consented(facts: Answers) -> bool:
    return facts.get("consented") is True


def needs_order(facts: Answers) -> bool:
    return facts.get("needs_order") is True
