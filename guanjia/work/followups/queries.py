"""Who must not call, what the procedure asks for, and the lists."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Estate
from guanjia.engine.access import Actor
from guanjia.engine.sop import dsl, flow
from guanjia.work.cases.facts import facts_of, procedure_of
from guanjia.work.cases.models import Case, Step
from guanjia.work.followups import rules
from guanjia.work.followups.models import Answer, FollowUp

ANSWERED = "followup.answered"
NEW_DAYS, OLD_DAYS, COMPLAINT_DAYS = 30, 365, 90


def lived_in(path: str = "") -> Q:
    """Units (`path` leads to the unit) in which somebody lives or works."""
    lived = Q(**{f"{path}status__in": ("occupied", "let"), f"{path}retired_at": None})
    return lived & ~Q(**{f"{path}kind": "parking"})


def waiting_step(case: Case) -> dsl.Step | None:
    """The step of the case's procedure that waits for the customer's word, if it has one."""
    return next((step for step in procedure_of(case).steps.values() if step.awaits == ANSWERED), None)


def excluded_from(case: Case) -> list[int]:
    """Staff who worked on the case in the field or whom its procedure bars: they do not ask about their own work."""
    steps = procedure_of(case).steps
    done: dict[str, list[int | None]] = {}
    for code, who in Step.objects.filter(case=case, done_by__isnull=False).values_list("code", "done_by"):
        done.setdefault(code, []).append(who)
    workers = {who for code, people in done.items() if code in steps and steps[code].opens for who in people}
    if case.handler_id != case.first_owner_id:
        workers.add(case.handler_id)
    asking = waiting_step(case)
    candidates = {who for people in done.values() for who in people} | workers | _named(case)
    barred = {who for who in candidates if asking and flow.is_barred(asking, who, facts_of(case), done)}
    return sorted(who for who in workers | barred if who is not None)


def _named(case: Case) -> set[int]:
    """Every whole number in the answers may be a person chosen in a field; `is_barred` says which is meant."""
    return {
        value for value in case.answers.values() if isinstance(value, int) and not isinstance(value, bool)
    }


def to_call(actor: Actor, *, now: datetime) -> QuerySet[FollowUp]:
    """What is due, soonest first, with what a row shows. Calls put off to a later time are not among them."""
    rows = FollowUp.objects.visible_to(actor).after_work().callable(now=now)
    return _with_case(rows).order_by("due_at", "id")


def sampled(actor: Actor, *, now: datetime) -> QuerySet[FollowUp]:
    """The households of samples to call this month, soonest first."""
    return _with_case(FollowUp.objects.visible_to(actor).samples().callable(now=now)).order_by("due_at", "id")


def missed(actor: Actor) -> QuerySet[FollowUp]:
    """The customers nobody reached, newest first."""
    return _with_case(FollowUp.objects.visible_to(actor).not_reached()).order_by("-ended_at", "-id")


def _with_case(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    failed = Q(attempts__way="phone")
    places = ("case__unit__building", "case__customer", "unit__building", "customer", "estate", "assignee")
    return rows.select_related(*places).annotate(
        tries=Count("attempts", filter=failed), last_try=Max("attempts__at")
    )


def put_off(actor: Actor, *, now: datetime) -> QuerySet[FollowUp]:
    """What is to be called at a later time, soonest first."""
    rows = FollowUp.objects.visible_to(actor).due().filter(_postponed(now), not_before__gt=now)
    return _with_case(rows).order_by("not_before", "id")


def _postponed(now: datetime) -> Q:
    """Households of a sample whose month has not come are not waiting for anybody to call later."""
    return ~Q(kind=FollowUp.Kind.SAMPLE) | Q(month__lte=timezone.localtime(now).date())


def listed(actor: Actor, view: str, *, now: datetime) -> QuerySet[FollowUp]:
    """The list by its name in the address: due, later, missed or samples."""
    if view == "missed":
        return missed(actor)
    if view == "samples":
        return sampled(actor, now=now)
    return put_off(actor, now=now) if view == "later" else to_call(actor, now=now)


def with_all(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """With everything the call sheet shows."""
    return rows.select_related(
        "case__unit__building",
        "case__customer",
        "case__handler",
        "case__first_owner",
        "case__department",
        "unit__building",
        "customer",
        "estate__company",
        "assignee",
        "answer__by",
        "answer__case",
    ).prefetch_related("attempts__by", "links__mail")


def result_of(case: Case) -> str:
    """What was done, in the words of whoever did it: the last step's report of this round."""
    done = (
        Step.objects.filter(case=case, done_at__isnull=False)
        .order_by("-done_at")
        .values_list("answers", flat=True)
    )
    said = (answers.get(name) for answers in done[:5] for name in ("work", "answer", "explained"))
    return next((words for words in said if isinstance(words, str) and words), "")


def said_before(followup: FollowUp) -> Answer | None:
    """What the customer answered about an earlier round of the same case, newest; None in the first."""
    if followup.case_id is None or followup.cycle <= 1:
        return None
    earlier = Answer.objects.filter(followup__case=followup.case_id, followup__cycle__lt=followup.cycle)
    return earlier.order_by("-at").first()


def counts(actor: Actor, *, now: datetime, estate_id: int | None = None) -> dict[str, Any]:
    """`due`, `late`, `later` (put off), `missed` and `samples` (households to call this month)."""
    due, missed_ = Q(state=FollowUp.State.DUE), Q(state=FollowUp.State.NOT_REACHED)
    now_, sample = Q(not_before__lte=now), Q(kind=FollowUp.Kind.SAMPLE)
    rows = FollowUp.objects.visible_to(actor).filter(due | missed_)
    return (rows.filter(estate_id=estate_id) if estate_id else rows).aggregate(
        due=Count("pk", filter=due & now_ & ~sample),
        late=Count("pk", filter=due & now_ & ~sample & Q(due_at__lt=now)),
        later=Count("pk", filter=due & _postponed(now) & Q(not_before__gt=now)),
        missed=Count("pk", filter=missed_),
        samples=Count("pk", filter=due & now_ & sample),
    )


def households(estate: Estate, *, on: date, only: Collection[int] | None = None) -> list[tuple[int, int]]:
    """(unit, customer to ask for) of the homes lived in on that day: the tenant where it is let, else the owner."""
    rows = current(Occupancy.objects.filter(estate=estate), on).filter(lived_in("unit__"))
    if only is not None:
        rows = rows.filter(unit_id__in=only)
    best: dict[int, tuple[int, int]] = {}
    for unit, status, role, customer in rows.values_list("unit_id", "unit__status", "role", "customer_id"):
        order = ("tenant", "owner", "family") if status == "let" else ("owner", "tenant", "family")
        rank = order.index(role) if role in order else len(order)
        best[unit] = min(best.get(unit, (rank, customer)), (rank, customer))
    return [(unit, customer) for unit, (_rank, customer) in sorted(best.items())]


def months_taken(estate: Estate, *, since: date) -> defaultdict[int, set[date]]:
    """Unit → the months, from this one on, in which it is on a sample's list."""
    taken: defaultdict[int, set[date]] = defaultdict(set)
    rows = FollowUp.objects.samples().filter(estate=estate, month__gte=since)
    for unit, month in rows.values_list("unit_id", "month"):
        taken[unit].add(month)
    return taken


def is_drawn(estate: Estate, plan: str, first: date) -> bool:
    drawn = FollowUp.objects.samples().filter(estate=estate, plan=plan, month__gte=first)
    return drawn.filter(month__lt=rules.month_after(rules.months_of(plan, first)[-1])).exists()


def current(rows: QuerySet[Occupancy], on: date) -> QuerySet[Occupancy]:
    """Who lives there on that day."""
    began, lasts = Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on)
    return rows.filter(began, lasts, retired_at=None)


def residents(actor: Actor, view: str, *, on: date) -> QuerySet[Occupancy]:
    """Who moved in within the last 30 days (`new`), or has lived here for more than a year (`old`)."""
    rows = current(Occupancy.objects.visible_to(actor), on).filter(lived_in("unit__"))
    rows = rows.exclude(role=Occupancy.Role.CONTACT).select_related("unit__building", "customer", "estate")
    if view == "new":
        return rows.filter(since__gte=on - timedelta(days=NEW_DAYS))
    return rows.filter(since__lt=on - timedelta(days=OLD_DAYS))


def complainants(actor: Actor, *, now: datetime) -> QuerySet[Case]:
    """Complaints of the last 90 days from a home: whom to ask whether things are better now."""
    rows = Case.objects.visible_to(actor).filter(
        procedure="complaint", opened_at__gte=now - timedelta(days=COMPLAINT_DAYS), unit__isnull=False
    )
    over = (Case.State.CANCELLED, Case.State.MERGED)
    return rows.exclude(state__in=over).select_related("unit__building", "customer", "estate")
