"""Households called without a cause: the samples of the last months, and this month's, half done."""

from datetime import date, datetime, time, timedelta

from guanjia.demo import names
from guanjia.demo.company import World
from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Estate
from guanjia.directory.team import roles
from guanjia.work.followups.models import Answer, FollowUp
from guanjia.work.followups.rules import month_after

A_MONTH = {"YG": 40, "BS": 15}
MONTHS = 3


def ask(world: World) -> None:
    """Each household at most once in these months."""
    for estate in world.estates:
        homes = Occupancy.objects.filter(estate=estate, role="owner", unit__kind="flat").select_related(
            "unit"
        )
        lots = world.chance.sample(list(homes.order_by("pk")), A_MONTH[estate.code] * MONTHS)
        first, calls, answers = world.today.replace(day=1), [], []
        for number, home in enumerate(lots):
            if number and number % A_MONTH[estate.code] == 0:
                first = (first - timedelta(days=1)).replace(day=1)
            call = _call(world, estate, home, first)
            calls.append(call)
            if call.state == FollowUp.State.ANSWERED:
                answers.append(_answer(world, call))
        FollowUp.objects.bulk_create(calls)
        Answer.objects.bulk_create(answers)


def _call(world: World, estate: Estate, home: Occupancy, month: date) -> FollowUp:
    """Called on some day of the month if that day has come; one in nine was never reached."""
    begins, ends = (datetime.combine(day, time(9), world.zone_info) for day in (month, month_after(month)))
    asked = begins + timedelta(days=world.chance.randrange(27), minutes=world.chance.randrange(600))
    state = FollowUp.State.NOT_REACHED if world.chance.random() < 0.11 else FollowUp.State.ANSWERED
    if asked >= world.now:
        asked, state = None, FollowUp.State.DUE
    return FollowUp(
        company=world.company, estate=estate, kind=FollowUp.Kind.SAMPLE, plan=FollowUp.Plan.MONTH, unit=home.unit,
        customer_id=home.customer_id, month=month, state=state, opened_at=begins, not_before=begins,
        due_at=datetime.combine(ends, time(), world.zone_info), ended_at=asked,
        assignee=world.chance.choice(world.of(estate, roles.DESK)),
    )  # fmt: skip


def _answer(world: World, call: FollowUp) -> Answer:
    stars = world.chance.choices((5, 4, 3, 2), (48, 36, 12, 4))[0]
    words = world.chance.choice(names.PRAISE_OF_ALL if stars > 3 else names.WISHES)
    return Answer(
        company=call.company, estate=call.estate, followup=call, at=call.ended_at, by=call.assignee, way="phone", stars=stars,
        satisfied=stars >= 3, words=words,
    )  # fmt: skip
