"""What a run knows before it looks at the first unit: prices by day, reductions, which days it is about."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from guanjia.engine.params.values import Parameters
from guanjia.kernel.money import Rounding
from guanjia.work.billing import reading
from guanjia.work.billing.models import BillingRun, Reduction, SharedBill, TariffVersion
from guanjia.work.billing.rules.amounts import Step
from guanjia.work.billing.rules.periods import MONTHS, Period, Span, add_months, periods_in, timeline
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Tariff

# What may change inside a period without ending it.
_PRICES = {
    "id", "since", "until", "price", "steps", "percent", "reason", "at", "by_id", "estate_id", "withdrawn_at",
}  # fmt: skip


@dataclass
class Era:
    """Days through which a fee keeps its shape; inside them only its price changes."""

    span: Span
    terms: TariffVersion
    rates: list[tuple[Span, TariffVersion]]

    def __post_init__(self) -> None:
        self.months = MONTHS[self.terms.cycle]
        self.rounding = Rounding[self.terms.rounding]
        self.kinds, self.statuses = frozenset(self.terms.unit_kinds), frozenset(self.terms.unit_statuses)
        self.buildings = frozenset(self.terms.buildings)

    def applies_to(self, home: reading.Home) -> bool:
        return (
            (not self.kinds or home.kind in self.kinds)
            and (not self.statuses or home.status in self.statuses)
            and (not self.buildings or home.building in self.buildings)
        )


@dataclass
class Fee:
    """One tariff of the run."""

    tariff: Tariff
    eras: list[Era]

    @property
    def methods(self) -> set[str]:
        return {era.terms.method for era in self.eras}


@dataclass
class Cut:
    """An approved reduction."""

    span: Span
    percent: Decimal
    tariff: int | None
    pk: int


@dataclass
class Plan:
    """Everything that is read once."""

    run: BillingRun
    day: date
    jump: int
    fees: list[Fee]
    window: Span
    of_unit: dict[int, list[Cut]] = field(default_factory=dict)
    of_status: dict[str, list[Cut]] = field(default_factory=dict)
    spaces: dict[int, list[Span]] = field(default_factory=dict)
    bills: dict[tuple[int, date], SharedBill] = field(default_factory=dict)

    @property
    def horizon(self) -> date:
        """No period that begins in the window ends after it."""
        return add_months(self.window.end, 12)

    @property
    def earlier(self) -> date:
        """Bills that ended before this day are neither in the way nor the last ones."""
        return add_months(self.window.start, -13)

    @property
    def tariff_ids(self) -> list[int]:
        return [fee.tariff.pk for fee in self.fees]

    def cuts(self, home: reading.Home, tariff: int) -> Sequence[Cut]:
        if not self.of_unit and not self.of_status:
            return ()
        found = (*self.of_unit.get(home.pk, ()), *self.of_status.get(home.status, ()))
        return [cut for cut in found if cut.tariff in (None, tariff)]

    def periods(self, era: Era, handed_over_on: date | None) -> list[Period]:
        return periods_in(self.window, era.months, handed_over_on if era.terms.anniversary else None)


def plan_of(run: BillingRun, *, now: datetime) -> Plan:
    """Read it. Six statements or so."""
    window = Span(run.start, run.end)
    jump = Parameters.of(run.estate, now).value("billing.jump")
    plan = Plan(run, today(run.estate, now), jump, list(_fees(run)), window)
    run.seen = prices_of(run)
    for one in Reduction.objects.counting().filter(estate=run.estate, since__lte=plan.horizon).order_by("pk"):
        if one.until is None or one.until >= window.start:
            cut = Cut(Span(one.since, one.until or reading.OPEN_END), one.percent, one.tariff_id, one.pk)
            key, where = (one.unit_id, plan.of_unit) if one.unit_id else (one.unit_status, plan.of_status)
            where.setdefault(key, []).append(cut)
    terms = [era.terms for fee in plan.fees for era in fee.eras]
    if any(each.method == "count" and each.quantity == "spaces" for each in terms):
        plan.spaces = reading.spaces_of(run.estate_id)
    if any(each.method == "shared" for each in terms):
        bills = SharedBill.objects.filter(estate=run.estate, tariff__in=run.tariff_ids)
        plan.bills = {(bill.tariff_id, bill.period_start): bill for bill in bills}
    return plan


def prices_of(run: BillingRun) -> dict[str, Any]:
    """Which prices and reductions stand now: when a draft saw others, it is old."""
    versions = TariffVersion.objects.standing().filter(tariff__in=run.tariff_ids)
    here = versions.filter(Q(estate=run.estate_id) | Q(estate=None))
    reductions = Reduction.objects.counting().filter(estate=run.estate_id)
    return {
        "versions": [[pk, until and until.isoformat()] for pk, until in here.order_by("pk").values_list("pk", "until")],
        "reductions": [
            [pk, until and until.isoformat()] for pk, until in reductions.order_by("pk").values_list("pk", "until")
        ],
    }  # fmt: skip


def _fees(run: BillingRun) -> Iterator[Fee]:
    tariffs = {one.pk: one for one in Tariff.objects.filter(pk__in=run.tariff_ids).select_related("payee")}
    versions = TariffVersion.objects.standing().filter(tariff__in=run.tariff_ids).select_related("base")
    own: dict[int, list[TariffVersion]] = defaultdict(list)
    common: dict[int, list[TariffVersion]] = defaultdict(list)
    for version in versions:
        if version.estate_id in (None, run.estate_id):
            (own if version.estate_id else common)[version.tariff_id].append(version)
    for pk, tariff in tariffs.items():
        yield Fee(tariff, eras(timeline(own[pk], common[pk])))


def eras(dated: Sequence[tuple[Span, TariffVersion]]) -> list[Era]:
    """Neighbours of one shape together."""
    found: list[Era] = []
    for span, version in dated:
        last = found[-1] if found else None
        touching = last and last.span.end < span.start and (span.start - last.span.end).days == 1
        if last and touching and _shape(last.terms) == _shape(version):
            found[-1] = Era(Span(last.span.start, span.end), last.terms, [*last.rates, (span, version)])
        else:
            found.append(Era(span, version, [(span, version)]))
    return found


def _shape(version: TariffVersion) -> dict[str, Any]:
    return {
        each.attname: getattr(version, each.attname)
        for each in version._meta.concrete_fields
        if each.attname not in _PRICES
    }


def steps_of(version: TariffVersion) -> list[Step]:
    return [Step(None if limit is None else Decimal(limit), Decimal(price)) for limit, price in version.steps]
