"""What the pages about bills show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from guanjia.engine.access import Actor
from guanjia.work.billing.late import LateFee, late_fees_as_of
from guanjia.work.billing.models import BillingRun, CreditNote, DraftLine, TariffVersion
from guanjia.work.billing.rules.periods import timeline
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Charge, Tariff, Transfer

BILLABLE = ("regular", "metered", "shared")


@dataclass
class FeeTotals:
    """One fee of a run beside the last period. `lost`: bills of the last period without one now."""

    tariff: Tariff
    lines: int = 0
    amount: Decimal = Decimal(0)
    previous: Decimal = Decimal(0)
    odd: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def change(self) -> Decimal | None:
        """In percent."""
        return (self.amount - self.previous) * 100 / self.previous if self.previous else None

    @property
    def silent(self) -> int:
        return sum(self.reasons.values())


def preview_of(run: BillingRun) -> list[FeeTotals]:
    """Totals, comparison and reasons, by fee. Two statements."""
    found = {
        one.pk: FeeTotals(one)
        for one in Tariff.objects.filter(pk__in=run.tariff_ids).order_by("order", "code")
    }
    rows = (
        DraftLine.objects.filter(run=run).values_list("tariff", "reason").order_by()
        .annotate(n=Count("pk"), sum=Sum("amount", default=0), before=Sum("previous", default=0),
                  odd=Count("pk", filter=~Q(odd="")))
    )  # fmt: skip
    for tariff, reason, number, amount, before, odd in rows:
        one = found[tariff]
        if reason:
            one.reasons[reason] = number
        else:
            one.lines, one.amount, one.previous, one.odd = number, amount, before, odd
    return list(found.values())


def lines_of(run: BillingRun, actor: Actor) -> QuerySet[DraftLine]:
    return (
        DraftLine.objects.visible_to(actor)
        .filter(run=run)
        .select_related("tariff", "unit__building", "customer")
    )


def runs_of(actor: Actor) -> QuerySet[BillingRun]:
    return BillingRun.objects.visible_to(actor).select_related("estate", "by", "published_by").order_by("-id")


def fees_of(runs: Iterable[BillingRun], actor: Actor) -> dict[int, str]:
    """The names of the fees that each of these runs bills, by run. One statement."""
    runs = list(runs)
    wanted = {pk for run in runs for pk in run.tariff_ids}
    names = dict(Tariff.objects.visible_to(actor).filter(pk__in=wanted).values_list("pk", "name"))
    return {run.pk: "、".join(names[pk] for pk in run.tariff_ids if pk in names) for run in runs}


@dataclass
class Priced:
    """A fee with its versions at a place, the newest first; `now` is the one in force."""

    tariff: Tariff
    now: TariffVersion | None = None
    coming: list[TariffVersion] = field(default_factory=list)
    past: list[TariffVersion] = field(default_factory=list)


def tariffs_of(actor: Actor, estate: Any, day: date) -> list[Priced]:
    """What each fee costs at an estate today and what comes. Two statements."""
    tariffs = Tariff.objects.visible_to(actor).filter(Q(estate=estate) | Q(estate=None), retired_at=None)
    versions = TariffVersion.objects.visible_to(actor).standing().filter(tariff__in=tariffs)
    versions = versions.filter(Q(estate=estate) | Q(estate=None)).select_related("base", "by", "estate")
    own: dict[int, list[TariffVersion]] = defaultdict(list)
    common: dict[int, list[TariffVersion]] = defaultdict(list)
    for one in versions:
        (own if one.estate_id else common)[one.tariff_id].append(one)
    found = []
    for tariff in tariffs.select_related("payee", "estate").order_by("order", "code"):
        priced = Priced(tariff)
        for span, version in timeline(own[tariff.pk], common[tariff.pk]):
            version.tariff, version.in_force = tariff, span
            if span.end < day:
                priced.past.insert(0, version)
            elif span.start > day:
                priced.coming.append(version)
            else:
                priced.now = version
        found.append(priced)
    return found


def charges_of(actor: Actor) -> QuerySet[Charge]:
    return Charge.objects.visible_to(actor).annotate(unpaid=F("amount") - F("settled"))


@dataclass
class ChargePage:
    """One bill with what happened to it."""

    charge: Charge
    transfers: list[Transfer]
    notes: list[CreditNote]
    late: LateFee
    late_charges: list[Charge]


def charge_page(pk: int, *, actor: Actor, now: datetime) -> ChargePage:
    """Six statements. Raises Charge.DoesNotExist."""
    charge = (
        Charge.objects.visible_to(actor)
        .select_related("tariff__payee", "unit__building", "customer", "estate", "entry")
        .select_related("replaces", "replaced_by", "late_of")
        .get(pk=pk)
    )  # fmt: skip
    moves = Transfer.objects.visible_to(actor).filter(Q(charge=charge) | Q(raises=charge))
    return ChargePage(
        charge,
        list(moves.select_related("entry", "debit", "credit").order_by("id")),
        list(CreditNote.objects.visible_to(actor).filter(charge=charge).select_related("by").order_by("id")),
        late_fees_as_of([charge], today(charge.estate, now), now=now).get(charge.pk, LateFee()),
        list(Charge.objects.visible_to(actor).filter(late_of=charge).order_by("id")),
    )


@dataclass
class Owed:
    """What a home has to pay on a day, for the notice."""

    charges: list[Charge]
    late: dict[int, LateFee]

    @property
    def total(self) -> Decimal:
        return sum((one.outstanding for one in self.charges), Decimal(0)) + self.late_total

    @property
    def late_total(self) -> Decimal:
        return sum((one.due for one in self.late.values()), Decimal(0))


def owed_by(unit: Any, *, actor: Actor, now: datetime) -> Owed:
    """Everything open of a home, with late fees as of today. Five statements."""
    open_ones = (
        Charge.objects.visible_to(actor)
        .open()
        .filter(unit=unit)
        .select_related("tariff", "customer", "estate")
    )
    charges = list(open_ones.oldest_first())
    return Owed(charges, late_fees_as_of(charges, today(unit.estate, now), now=now))
