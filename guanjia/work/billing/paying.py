"""Who pays for which days: owner or tenant, by who is there on the day."""

from collections.abc import Iterable, Sequence
from datetime import date

from guanjia.work.billing.reading import Person
from guanjia.work.billing.rules import periods
from guanjia.work.billing.rules.periods import DAY, Span


def payers(span: Span, people: Sequence[Person], rule: str) -> list[tuple[Span, Person | None]]:
    """The span by the person who pays; None where there is nobody.

    `rule`: `owner`, `tenant`, or `tenant_first` (the owner where there is no tenant).
    """
    if len(people) == 1 and people[0].span.start <= span.start and people[0].span.end >= span.end:
        return [(span, people[0] if _pays(people[0], rule) else None)]
    days = [day for one in people for day in (one.span.start, min(one.span.end, span.end) + DAY)]
    found: list[tuple[Span, Person | None]] = []
    for each in periods.cut(span, days):
        person = _payer(each.start, people, rule)
        last = found[-1][1] if found else None
        if found and (last.customer if last else None) == (person.customer if person else None):
            found[-1] = (Span(found[-1][0].start, each.end), last)
        else:
            found.append((each, person))
    return found


def _pays(person: Person, rule: str) -> bool:
    return rule == "tenant_first" or person.role == rule


def _payer(day: date, people: Iterable[Person], rule: str) -> Person | None:
    here = [one for one in people if one.span.start <= day <= one.span.end]
    for role in {"owner": ("owner",), "tenant": ("tenant",)}.get(rule, ("tenant", "owner")):
        for one in here:
            if one.role == role:
                return one
    return None
