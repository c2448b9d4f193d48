"""Drafting a run: batches of units through three passes, each batch kept before the next begins.

Fees by area, number or meter first; then shared bills, which need all units at once; then percentages of what the
others came to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from guanjia.work.billing import reading
from guanjia.work.billing.computing import Line, Part, Unit, reduced
from guanjia.work.billing.models import SharedBill
from guanjia.work.billing.plan import Fee, Plan
from guanjia.work.billing.rules import amounts, periods
from guanjia.work.meters.queries import usage
from guanjia.work.meters.rules import Usage

BATCH = 10_000
METHODS = {
    "units": frozenset({"area", "fixed", "count", "metered"}),
    "shared": frozenset({"shared"}),
    "percent": frozenset({"percent"}),
}
PASSES = tuple(METHODS)


def lines_of(plan: Plan, name: str, first: int, last: int) -> list[Line]:
    """All lines of one pass for the units first … last."""
    methods = METHODS[name]
    fees = [fee for fee in plan.fees if fee.methods & methods]
    # A fee without any version is said in the first pass.
    if name == "units":
        fees += [fee for fee in plan.fees if not fee.eras]
    if not fees:
        return []
    facts = reading.facts_of(
        plan.run.estate_id, first, last, tariffs=plan.tariff_ids, since=plan.window.start, until=plan.horizon,
        earlier=plan.earlier,
    )  # fmt: skip
    found: list[Line] = []
    waiting: list[tuple[Unit, Part]] = []
    for home in facts.homes:
        unit = Unit(plan, facts, home)
        for fee in fees:
            for one in unit.parts(fee, methods):
                if isinstance(one, Line):
                    found.append(one)
                elif one.era.terms.method in ("area", "fixed", "count"):
                    found += unit.by_days(one)
                else:
                    waiting.append((unit, one))
    finish: dict[str, Callable[..., Iterator[Line]]] = {
        "units": _metered,
        "shared": _shared,
        "percent": _percent,
    }
    found += finish[name](plan, waiting)
    return found


def _metered(plan: Plan, waiting: list[tuple[Unit, Part]]) -> Iterator[Line]:
    """One question for each kind of meter and span."""
    asked: dict[tuple[str, periods.Span], list[tuple[Unit, Part]]] = defaultdict(list)
    for unit, part in waiting:
        asked[part.era.terms.meter_kind, part.span].append((unit, part))
    for (kind, span), pairs in asked.items():
        usages = _usages(kind, span, (unit.home.pk for unit, _part in pairs))
        for unit, part in pairs:
            yield unit.by_meter(part, usages[unit.home.pk])


def _usages(kind: str, span: periods.Span, units: Iterable[int]) -> dict[int, Usage]:
    return usage(units=list(units), kind=kind, start=span.start, end=span.end)


def _shared(plan: Plan, waiting: list[tuple[Unit, Part]]) -> Iterator[Line]:
    """Each bill among the units that have a weight; the parts of all, also of those not billed, add up to it."""
    by_bill: dict[tuple[int, periods.Period], list[tuple[Unit, Part]]] = defaultdict(list)
    for unit, part in waiting:
        by_bill[part.fee.tariff.pk, part.period].append((unit, part))
    for (tariff, period), pairs in by_bill.items():
        bill = plan.bills.get((tariff, period.start))
        if bill is None:
            yield from (unit.silent(part.fee, "no_bill", {}, part.span) for unit, part in pairs)
        else:
            yield from _share(bill, pairs)


def _share(bill: SharedBill, pairs: list[tuple[Unit, Part]]) -> Iterator[Line]:
    by = pairs[0][1].era.terms.share_by
    weights = _weights(by, pairs)
    if not any(weight for weight, _why in weights):
        yield from (unit.silent(part.fee, why or "no_weight", {}, part.span) for (unit, part), (_w, why) in
                    zip(pairs, weights, strict=True))  # fmt: skip
        return
    shares = amounts.shares(bill.amount, [weight for weight, _why in weights])
    whole = f"{sum(weight for weight, _why in weights).normalize():f}"
    for (unit, part), (weight, why), share in zip(pairs, weights, shares, strict=True):
        if why:
            yield unit.silent(part.fee, why, {}, part.span)
            continue
        basis = {
            "total": str(bill.amount), "share_by": by, "weight": f"{weight.normalize():f}", "weights": whole,
            "share": str(share), "less": str(part.less),
        }  # fmt: skip
        yield unit.at_the_end(part, reduced(share, part.less), basis)


def _weights(by: str, pairs: list[tuple[Unit, Part]]) -> list[tuple[Decimal, str]]:
    """(weight, why none) of each, for the part of the period that it is liable for."""
    usages: dict[int, Usage] = {}
    if by == "usage":
        part = pairs[0][1]
        whole = periods.Span(part.period.start, part.period.end)
        usages = _usages(part.era.terms.meter_kind, whole, (unit.home.pk for unit, _part in pairs))
    return [_weight(by, unit, part, usages) for unit, part in pairs]


def _weight(by: str, unit: Unit, part: Part, usages: dict[int, Usage]) -> tuple[Decimal, str]:
    match by:
        case "area":
            weight, why = unit.home.area, "no_area"
        case "usage":
            used = usages[unit.home.pk]
            return used.amount or Decimal(0), used.reason
        case "weight":
            weight, why = part.listed.weight if part.listed else None, "no_weight"
        case _:
            weight, why = Decimal(1), ""
    if weight is None:
        return Decimal(0), why
    if part.is_whole:
        return weight, ""
    worth = periods.months_worth(part.period, part.span) / part.period.months
    return weight * worth.numerator / worth.denominator, ""


def _percent(plan: Plan, waiting: list[tuple[Unit, Part]]) -> Iterator[Line]:
    if not waiting:
        return
    units = [unit.home.pk for unit, _part in waiting]
    wanted = sorted({part.rate.base_id for _unit, part in waiting})
    bases = reading.bases_of(plan.run.pk, plan.run.estate_id, (min(units), max(units)), wanted)
    for unit, part in waiting:
        rate = part.rate
        found = bases.get((unit.home.pk, rate.base_id), ())
        base = sum(
            (amount for start, amount in found if part.span.start <= start <= part.span.end), Decimal(0)
        )
        if not base:
            yield unit.silent(part.fee, "no_base", {"of": rate.base.name}, part.span)
            continue
        amount = amounts.percentage(base, rate.percent, reduction=part.less, rounding=part.era.rounding)
        basis = {
            "base": str(base), "of": rate.base.name, "percent": f"{rate.percent.normalize():f}",
            "less": str(part.less),
        }  # fmt: skip
        yield unit.at_the_end(part, amount, basis)


def batches(plan: Plan, name: str, *, after: int, size: int = BATCH) -> list[tuple[int, int]]:
    """(first, last) unit of each batch of a pass after a unit. Shared bills and nothing to do are one batch."""
    if not _has(plan.fees, name):
        return []
    ids = reading.unit_ids(plan.run.estate_id, after=after)
    if name == "shared":
        size = max(len(ids), 1)
    return [(ids[at], ids[min(at + size, len(ids)) - 1]) for at in range(0, len(ids), size)]


def _has(fees: Iterable[Fee], name: str) -> bool:
    return any(fee.methods & METHODS[name] or (name == "units" and not fee.eras) for fee in fees)
