"""Who is on duty, and the month as a grid."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from guanjia.directory.places.models import Estate
from guanjia.directory.team.models import Staff
from guanjia.work.roster import rules
from guanjia.work.roster.models import DutyShift, ShiftKind


def on_duty(*, estate: Estate, now: datetime, department=None) -> QuerySet[DutyShift]:
    """The shifts running now, with their people; `department` narrows to its staff."""
    here = DutyShift.objects.filter(estate=estate, cancelled_at=None, starts_at__lte=now, ends_at__gt=now)
    if department:
        here = here.filter(staff__department=department)
    return here.select_related("staff__department", "kind").order_by("staff__department__name", "staff__name")


def staff_on_duty(estate_id: int, now: datetime) -> frozenset[int] | None:
    """Keys of the staff on duty; None when nobody is on the estate's roster within a day of now."""
    near = DutyShift.objects.filter(
        estate_id=estate_id,
        cancelled_at=None,
        starts_at__lt=now + timedelta(days=1),
        ends_at__gt=now - timedelta(days=1),
    ).values_list("staff_id", "starts_at", "ends_at")
    rows = list(near)
    return frozenset(who for who, since, until in rows if since <= now < until) if rows else None


@dataclass(frozen=True)
class Line:
    """One person's month: a shift or None for every day, and how many shifts and hours it comes to."""

    staff: Staff
    days: list[tuple[date, DutyShift | None]]

    @property
    def shifts(self) -> int:
        return sum(shift is not None for _, shift in self.days)

    @property
    def hours(self) -> int:
        """Whole hours on duty, rounded."""
        spans = [shift.ends_at - shift.starts_at for _, shift in self.days if shift]
        return round(sum(spans, timedelta()).total_seconds() / 3600)


@dataclass(frozen=True)
class Month:
    """The grid staff × days of one estate."""

    estate: Estate
    month: date
    kinds: list[ShiftKind]
    lines: list[Line]

    @property
    def days(self) -> list[date]:
        return rules.days_of(self.month)

    @property
    def staffing(self) -> list[tuple[date, list[tuple[ShiftKind, int]]]]:
        """For every day how many people have each kind of shift."""
        count = Counter((day, shift.kind_id) for line in self.lines for day, shift in line.days if shift)
        return [(day, [(kind, count[day, kind.pk]) for kind in self.kinds]) for day in self.days]


def month_of(*, estate: Estate, month: date, actor, department_id: int | None = None) -> Month:
    """The roster of one month (two statements for people and shifts, one for the kinds)."""
    people = (
        Staff.objects.visible_to(actor)
        .filter(is_active=True)
        .filter(
            Q(estates__contains=[estate.pk]) | Q(shifts__estate=estate, shifts__day__in=rules.days_of(month))
        )
        .select_related("department")
        .order_by("department__name", "name", "pk")
        .distinct()
    )
    if department_id:
        people = people.filter(department_id=department_id)
    shifts = (
        DutyShift.objects.visible_to(actor)
        .filter(estate=estate, day__in=rules.days_of(month), cancelled_at=None)
        .select_related("kind")
    )
    by_cell = {(shift.staff_id, shift.day): shift for shift in shifts}
    lines = [
        Line(person, [(day, by_cell.get((person.pk, day))) for day in rules.days_of(month)])
        for person in people
    ]
    return Month(estate, month, kinds_of(actor), lines)


def kinds_of(actor) -> list[ShiftKind]:
    return list(ShiftKind.objects.visible_to(actor).filter(retired_at=None))


def shift_on(*, estate: Estate, staff: Staff, day: date) -> DutyShift | None:
    """What a cell of the grid holds."""
    here = DutyShift.objects.filter(estate=estate, staff=staff, day=day, cancelled_at=None)
    return here.select_related("kind").first()
