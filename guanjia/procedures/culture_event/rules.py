"""How many participants are asked afterwards."""


def to_be_asked(attendance: int, percent: int) -> int:
    """A share of those who came, at least one when anybody came, rounded up."""
    return -(-attendance * percent // 100)
