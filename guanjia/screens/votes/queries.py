"""What the page of a vote shows."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from guanjia.engine.access import Actor
from guanjia.work.votes.models import Ballot, Choice, Vote
from guanjia.work.votes.queries import sought, turnout, voters_of
from guanjia.work.votes.rules import Weight, percent, reaches

FOUND, NEWEST = 12, 8


@dataclass(frozen=True)
class Bar:
    """One measure of the turnout or of a choice, as far as it has got."""

    label: Any
    done: Any
    whole: Any
    percent: Decimal


def bars(part: Weight, whole: Weight, heads: Any, area: Any) -> list[Bar]:
    """By head and by area."""
    of_heads, of_area = part.share_of(whole)
    return [
        Bar(heads, part.heads, whole.heads, percent(of_heads)),
        Bar(area, part.area, whole.area, percent(of_area)),
    ]


def state_of(vote: Vote) -> dict[str, Any]:
    """The turnout against the roll and, once counted, each choice against those who took part."""
    cast = turnout(vote)
    counted = [
        (label, Weight(one["heads"], Decimal(one["area"])))
        for choice, label in Choice.choices
        if (one := vote.tally.get(choice))
    ]
    return {
        "cast": cast, "quorate": reaches(cast, vote.roll, vote.quorum),
        "choices": [(label, one, *(percent(share) for share in one.share_of(cast))) for label, one in counted],
    }  # fmt: skip


def found(actor: Actor, vote: Vote, typed: str) -> list[Any]:
    """The voters that are meant; nobody when nothing was typed."""
    return list(sought(voters_of(actor, vote), typed).order_by("number")[:FOUND]) if typed else []


def newest(actor: Actor, vote: Vote) -> list[Any]:
    """The ballots entered last."""
    rows = Ballot.objects.visible_to(actor).filter(vote=vote, voided_at=None)
    return list(rows.select_related("voter", "cast_by").order_by("-cast_at")[:NEWEST])
