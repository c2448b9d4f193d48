"""The lines of one unit: what it would be billed, or why it is not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from guanjia.kernel.money import FEN, rounded
from guanjia.work.billing.paying import payers
from guanjia.work.billing.plan import Cut, Era, Fee, Plan, steps_of
from guanjia.work.billing.reading import Billed, Facts, Home, Listed, Person
from guanjia.work.billing.rules import amounts, periods
from guanjia.work.billing.rules.periods import DAY, Period, Span
from guanjia.work.meters.rules import Usage

ZERO, ONE = Decimal(0), Decimal(1)


class Line(NamedTuple):
    """A row of the draft, in the order of its columns."""

    tariff: int
    unit: int
    customer: int | None
    text: str
    start: date | None
    end: date | None
    due_on: date | None
    due_after: int | None
    amount: Decimal | None
    previous: Decimal | None
    odd: str
    reason: str
    replaces: int | None
    basis: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be billed: a fee in one era, for the days of a period that a unit is liable for."""

    fee: Fee
    era: Era
    home: Home
    period: Period
    span: Span
    listed: Listed | None
    cuts: tuple[Cut, ...]

    @property
    def rate(self) -> Any:
        """The version on the last day."""
        return periods.in_force(self.span.end, self.era.rates)

    @property
    def less(self) -> Decimal:
        """The reduction on the last day, in percent."""
        return _reduction(self.span.end, self.cuts)

    @property
    def is_whole(self) -> bool:
        return self.span.start <= self.period.start and self.span.end >= self.period.end


@dataclass
class Unit:
    """A unit and everything known about it in this batch."""

    plan: Plan
    facts: Facts
    home: Home

    def parts(self, fee: Fee, methods: frozenset[str]) -> Iterator[Part | Line]:
        """What the unit is liable for in the window under these methods; when for nothing, one line says why."""
        reason, basis, found = "no_version", {}, False
        for era in fee.eras:
            if era.terms.method not in methods:
                reason = ""
                continue
            why, more = self._no_part(fee, era)
            if why:
                reason, basis = why, more
                continue
            for part in self._liable(fee, era):
                found = True
                yield from self._unbilled(part)
            if not found:
                reason, basis = self._why_none(era)
        if not found and reason:
            yield self.silent(fee, reason, basis)

    def _no_part(self, fee: Fee, era: Era) -> tuple[str, dict[str, Any]]:
        if era.span.end < self.plan.window.start or era.span.start > self.plan.window.end:
            return "no_version", {"since": era.span.start.isoformat()}
        if not era.applies_to(self.home):
            return "scope", {}
        if era.terms.listed_only and (self.home.pk, fee.tariff.pk) not in self.facts.listed:
            return "not_listed", {}
        if era.terms.anniversary and self.home.handed_over_on is None:
            return "no_handover", {}
        return "", {}

    def _why_none(self, era: Era) -> tuple[str, dict[str, Any]]:
        handed = self.home.handed_over_on
        if handed and handed > self.plan.window.end:
            return "handover", {"on": handed.isoformat()}
        return "not_due", {"cycle": era.terms.cycle}

    def _liable(self, fee: Fee, era: Era) -> Iterator[Part]:
        """Parts of periods that begin in the window."""
        home, window = self.home, self.plan.window
        listed = self.facts.listed.get((home.pk, fee.tariff.pk), ())
        cuts = tuple(self.plan.cuts(home, fee.tariff.pk))
        base = Span(max(era.span.start, home.handed_over_on or era.span.start), era.span.end)
        spans: Iterable[tuple[Span | None, Listed | None]]
        if era.terms.listed_only:
            spans = [(periods.shared(base, one.span), one) for one in listed]
        else:
            spans = [(base, listed[0] if listed else None)]
        for period in self.plan.periods(era, home.handed_over_on):
            whole = Span(period.start, period.end)
            for span, one in spans:
                part = periods.shared(whole, span) if span and span.start <= span.end else None
                if part and window.start <= part.start <= window.end:
                    yield Part(fee, era, home, period, part, one, cuts)

    def _unbilled(self, part: Part) -> Iterator[Part | Line]:
        """The days of the part that no bill covers yet."""
        taken = [one for one in self._billed(part) if not one.withdrawn]
        if not taken:
            yield part
            return
        left = periods.without(part.span, [one.span for one in taken])
        for span in left:
            yield Part(part.fee, part.era, part.home, part.period, span, part.listed, part.cuts)
        if not left:
            charge = next(one.charge for one in taken if periods.shared(one.span, part.span))
            yield self.silent(part.fee, "billed", {"charge": charge}, part.span)

    def _billed(self, part: Part) -> list[Billed]:
        return self.facts.billed.get((part.home.pk, part.fee.tariff.pk), [])

    def by_days(self, part: Part) -> Iterator[Line]:
        """The lines of a part by area or number: one for each who pays."""
        for span, person in self.payers(part):
            if person is None:
                yield self.silent(part.fee, _nobody(part), {}, span)
                continue
            quantity, why = self._quantity(part, person)
            yield (
                self.silent(part.fee, why, {}, span)
                if why
                else self._by_quantity(part, span, person, quantity)
            )

    def _quantity(self, part: Part, person: Person) -> tuple[Decimal, str]:
        terms = part.era.terms
        if terms.method == "area":
            return (part.home.area, "") if part.home.area else (ZERO, "no_area")
        if terms.method == "fixed":
            return ONE, ""
        if terms.quantity == "spaces":
            held = self.plan.spaces.get(person.customer, ())
            count = sum(span.start <= part.span.start <= span.end for span in held)
            return Decimal(count), "" if count else "no_space"
        quantity = part.listed.quantity if part.listed else None
        return (quantity, "") if quantity else (ZERO, "no_quantity")

    def _by_quantity(self, part: Part, span: Span, person: Person, quantity: Decimal) -> Line:
        terms, era = part.era.terms, part.era
        per = 1 if terms.per == "month" else part.period.months
        whole = span.start <= part.period.start and span.end >= part.period.end
        rate = era.rates[0][1] if len(era.rates) == 1 else None
        if rate and whole and not part.cuts:
            months = part.period.months // per
            amount = amounts.whole(quantity, rate.price, months, era.rounding)
            said = [[_day(span.start), _day(span.end), f"{rate.price.normalize():f}", str(months), "0"]]
        else:
            pieces = list(self._pieces(part, span, per))
            amount = amounts.by_quantity(quantity, [piece for _days, piece in pieces], era.rounding)
            said = [
                [
                    _day(days.start),
                    _day(days.end),
                    f"{one.price.normalize():f}",
                    str(one.months),
                    str(one.reduction),
                ]
                for days, one in pieces
            ]
            if not amount and all(one.reduction == 100 for _days, one in pieces):
                return self.silent(part.fee, "reduced", {"reductions": [cut.pk for cut in part.cuts]}, span)
        return self.bill(
            part, span, person, amount, {"quantity": str(quantity), "per": terms.per, "pieces": said}
        )

    def _pieces(self, part: Part, span: Span, per: int) -> Iterator[tuple[Span, amounts.Piece]]:
        days = [dated.start for dated, _version in part.era.rates]
        days += [day for cut in part.cuts for day in (cut.span.start, min(cut.span.end, span.end) + DAY)]
        for each in periods.cut(span, days):
            version = periods.in_force(each.start, part.era.rates)
            months = periods.months_worth(part.period, each) / per
            yield each, amounts.Piece(months, version.price, _reduction(each.start, part.cuts))

    def by_meter(self, part: Part, usage: Usage) -> Line:
        """The bill of a usage, at the steps in force on the last day."""
        if usage.amount is None:
            return self.silent(part.fee, usage.reason, {}, part.span)
        steps, months = steps_of(part.rate), part.period.months
        amount = amounts.metered(
            usage.amount, steps, months=months, reduction=part.less, rounding=part.era.rounding
        )
        reached = [[str(q), str(price)] for q, price in amounts.by_steps(usage.amount, steps, months)]
        basis = {
            "usage": f"{usage.amount.normalize():f}", "meters": usage.snapshot, "readings": list(usage.readings),
            "steps": reached, "less": str(part.less),
        }  # fmt: skip
        return self.at_the_end(part, amount, basis)

    def at_the_end(self, part: Part, amount: Decimal, basis: dict[str, Any]) -> Line:
        """A bill of the whole part, paid by whoever is there on its last day."""
        if part.less == 100:
            return self.silent(part.fee, "reduced", {"reductions": [cut.pk for cut in part.cuts]}, part.span)
        person = self.payers(part)[-1][1]
        if person is None:
            return self.silent(part.fee, _nobody(part), {}, part.span)
        return self.bill(part, part.span, person, amount, basis)

    def payers(self, part: Part) -> list[tuple[Span, Person | None]]:
        """Who pays for which days of the part."""
        return payers(part.span, self.facts.people.get(part.home.pk, ()), part.era.terms.payer)

    def bill(self, part: Part, span: Span, person: Person, amount: Decimal, basis: dict[str, Any]) -> Line:
        """A line that becomes a charge; nothing to pay is a reason not to."""
        terms, home, tariff = part.era.terms, part.home, part.fee.tariff
        if amount <= 0:
            return self.silent(part.fee, "zero", basis, span)
        billed = self._billed(part)
        previous = next(
            (one.amount for one in reversed(billed) if not one.withdrawn and one.span.end < span.start), None
        )
        replaces = next(
            (one.charge for one in billed if one.withdrawn and one.free and periods.shared(one.span, span)),
            None,
        )
        due = periods.due_on(
            span, issued=self.plan.day, anchor=terms.due_from, days=terms.due_days, day_of_month=terms.due_day
        )
        return Line(
            tariff.pk, home.pk, person.customer, f"{tariff.name} {_named(part, span)}"[:120], span.start, span.end,
            due, terms.due_days if terms.due_from == "issued" else None, amount, previous,
            "jump" if amounts.is_jump(amount, previous, self.plan.jump) else "", "", replaces,
            {
                "method": terms.method, "tariff": tariff.name, "unit": home.address, "customer": person.name,
                "role": person.role, "area": _text(home.area), "version": terms.pk, "rounding": terms.rounding, **basis,
            },
        )  # fmt: skip

    def silent(self, fee: Fee, reason: str, basis: dict[str, Any], span: Span | None = None) -> Line:
        """A line that says why there is no bill."""
        start, end = span or (None, None)
        basis = {"unit": self.home.address, **basis}
        return Line(
            fee.tariff.pk, self.home.pk, None, "", start, end, None, None, None, None, "", reason, None, basis
        )


def _nobody(part: Part) -> str:
    return "no_tenant" if part.era.terms.payer == "tenant" else "no_owner"


def _reduction(day: date, cuts: Iterable[Cut]) -> Decimal:
    """The largest of those in force: reductions do not add up."""
    return max((cut.percent for cut in cuts if cut.span.start <= day <= cut.span.end), default=ZERO)


def _named(part: Part, span: Span) -> str:
    """`2026-11`, `2026-10~2026-12` for whole calendar periods, else the days."""
    if span == (part.period.start, part.period.end) and span.start.day == 1:
        first, last = f"{span.start:%Y-%m}", f"{span.end:%Y-%m}"
        return first if first == last else f"{first}~{last}"
    return f"{span.start}~{span.end}"


def _day(day: date) -> str:
    return day.isoformat()


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def reduced(share: Decimal, less: Decimal) -> Decimal:
    """A share after its reduction."""
    return rounded(share * (100 - less) / 100) if less else share.quantize(FEN)
