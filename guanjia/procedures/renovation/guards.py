"""What decides the way of a renovation."""

from guanjia.engine.sop import Answers


def is_declined(facts: Answers) -> bool:
    return facts.get("approved") is False


def has_failed(facts: Answers) -> bool:
    return facts.get("water_ok") is False or (needs_pressure(facts) and facts.get("pressure_ok") is False)


def needs_pressure(facts: Answers) -> bool:
    return facts.get("needs_pressure") is True


def lacks_pressure(facts: Answers) -> bool:
    """The pressure test was due and nobody says how it went."""
    return needs_pressure(facts) and facts.get("pressure_ok") is None


def lacks_warning(facts: Answers) -> bool:
    """Not every prohibited thing was shown and signed."""
    return set(facts.get("prohibited") or ()) != {"bearing", "outer", "wet_area", "gas"}


def is_violated(facts: Answers) -> bool:
    return facts.get("found") == "violation"


def is_to_change(facts: Answers) -> bool:
    return facts.get("found") == "change"


def is_done(facts: Answers) -> bool:
    return facts.get("found") == "done"


def is_to_keep(facts: Answers) -> bool:
    return facts.get("to_keep") is True


def is_not_rectified(facts: Answers) -> bool:
    return facts.get("rectified") is False


def is_accepted(facts: Answers) -> bool:
    return facts.get("accepted") is True


def holds_passes(facts: Answers) -> bool:
    return is_accepted(facts) and facts.get("passes_back") is not True


def has_faults(facts: Answers) -> bool:
    return facts.get("sound") is False
