"""Turnout, the sum of the ballots, and who is meant by what was typed."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from guanjia.engine.access import Actor
from guanjia.work.votes.models import Ballot, Choice, SecretChoice, Vote, Voter
from guanjia.work.votes.rules import Weight

NOTHING = Decimal(0)


def turnout(vote: Vote) -> Weight:
    """Those who have voted so far."""
    found = Ballot.objects.filter(vote=vote, voided_at=None).aggregate(
        heads=Count("pk"), area=Sum("voter__area")
    )
    return Weight(found["heads"], found["area"] or NOTHING)


def with_turnout(rows: QuerySet[Vote]) -> QuerySet[Vote]:
    """The same in one statement with the votes: `cast_heads` and `cast_area` on each."""
    counted = Q(ballots__voided_at=None)
    return rows.annotate(
        cast_heads=Count("ballots", filter=counted), cast_area=Sum("ballots__voter__area", filter=counted)
    )


def sums(vote: Vote) -> dict[str, Weight]:
    """Heads and area of each choice, from the ballots or, of a secret vote, from the choices kept apart."""
    rows: QuerySet[Any] = (
        SecretChoice.objects.filter(vote=vote).values("choice").annotate(n=Count("pk"), a=Sum("area"))
    )
    if not vote.secret:
        kept = Ballot.objects.filter(vote=vote, voided_at=None)
        rows = kept.values("choice").annotate(n=Count("pk"), a=Sum("voter__area"))
    found = {row["choice"]: Weight(row["n"], row["a"]) for row in rows.order_by("choice")}
    return {choice: found.get(choice, Weight(0, NOTHING)) for choice in Choice.values}


def voters_of(actor: Actor, vote: Vote) -> QuerySet[Voter]:
    """The roll, with `voted` on each."""
    voted = Count("ballots", filter=Q(ballots__voided_at=None))
    return Voter.objects.visible_to(actor).filter(vote=vote).annotate(voted=voted)


def sought(rows: QuerySet[Voter], typed: str) -> QuerySet[Voter]:
    """Voters by number on the roll, home or name."""
    meant = Q(names__icontains=typed) | Q(homes_said__icontains=typed) | Q(homes__unit__key__iexact=typed)
    if typed.isdecimal() and len(typed) < 7:
        meant |= Q(number=int(typed))
    return rows.filter(pk__in=Voter.objects.filter(meant).values("pk"))
