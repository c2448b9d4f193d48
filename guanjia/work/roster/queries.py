"""Who is on duty, and the month as a grid."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Estate
from guanjia.directory.team.models import Staff
from guanjia.work.roster import rules
from guanjia.work.roster.models import DutyShift, Leave, ShiftKind


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
    leave_days: frozenset[date] = frozenset()

    @property
    def shifts(self) -> int:
        return sum(shift is not None for _day, shift in self.days)

    @property
    def hours(self) -> int:
        """Whole hours on duty, rounded."""
        spans = [shift.ends_at - shift.starts_at for _day, shift in self.days if shift]
        return round(sum(spans, timedelta()).total_seconds() / 3600)


@dataclass(frozen=True)
class Month:
    """The grid staff × days of one estate."""

    estate: Estate
    month: date
    kinds: list[ShiftKind]
    lines: list[Line]
    gaps: list[DutyShift]

    @property
    def days(self) -> list[date]:
        return rules.days_of(self.month)

    @property
    def staffing(self) -> list[tuple[date, list[tuple[ShiftKind, int]]]]:
        """For every day how many people have each kind of shift."""
        count = Counter((day, shift.kind_id) for line in self.lines for day, shift in line.days if shift)
        return [(day, [(kind, count[day, kind.pk]) for kind in self.kinds]) for day in self.days]


def month_of(*, estate: Estate, month: date, actor, department_id: int | None = None) -> Month:
    """The roster of one month (a statement each for people, shifts, leaves, gaps and kinds)."""
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
    away = _leave_days(estate, month)
    lines = [
        Line(
            person,
            [(day, by_cell.get((person.pk, day))) for day in rules.days_of(month)],
            away.get(person.pk, frozenset()),
        )
        for person in people
    ]
    days = rules.days_of(month)
    return Month(estate, month, kinds_of(actor), lines, gaps_of(estate, days[0], days[-1]))


def _leave_days(estate: Estate, month: date) -> dict[int, frozenset[date]]:
    """By person, the days of the month on which he is on leave."""
    days = rules.days_of(month)
    rows = Leave.objects.filter(
        estate=estate, cancelled_at=None, first_day__lte=days[-1], last_day__gte=days[0]
    )
    found: dict[int, frozenset[date]] = {}
    for who, first, last in rows.values_list("staff_id", "first_day", "last_day"):
        found[who] = found.get(who, frozenset()) | {day for day in days if first <= day <= last}
    return found


def leave_on(staff: Staff, day: date) -> Leave | None:
    return Leave.objects.filter(staff=staff, cancelled_at=None, first_day__lte=day, last_day__gte=day).first()


def _gaps() -> QuerySet[DutyShift]:
    covered = DutyShift.objects.filter(covers=OuterRef("pk"), cancelled_at=None)
    return DutyShift.objects.filter(~Exists(covered), freed_by__isnull=False, freed_by__cancelled_at=None)


def gaps_of(estate: Estate, since: date, until: date) -> list[DutyShift]:
    """Shifts that a leave freed and nobody covers yet. One statement."""
    gaps = _gaps().filter(estate=estate, day__range=(since, until))
    return list(gaps.select_related("staff__department", "kind").order_by("starts_at")[:100])


def gap_for(estate: Estate, staff: Staff, day: date, kind: ShiftKind) -> DutyShift | None:
    """The gap that this person fills with such a shift: one of his department."""
    gaps = _gaps().filter(estate=estate, day=day, kind=kind, staff__department_id=staff.department_id)
    return gaps.exclude(staff=staff).order_by("pk").first()


@dataclass(frozen=True)
class Swap:
    """The asker's shift for the colleague's; without `theirs` the colleague simply takes it."""

    asker: Staff
    colleague: Staff
    mine: DutyShift
    theirs: DutyShift | None


def swap_problem(swap: Swap, *, now: datetime) -> str:
    """Why the two cannot swap; empty when they can: same post and skills, shifts to come, nobody twice on duty."""
    asker, other = swap.asker, swap.colleague
    if asker.pk == other.pk:
        return _("换班要找另一位同事")
    if asker.department_id != other.department_id or not set(asker.roles) & set(other.roles):
        return _("%(who)s和您不是同一部门、同一岗位，不能换班") % {"who": other.name}
    if asker.skills and not set(asker.skills) & set(other.skills):
        return _("%(who)s没有您这个班需要的技能") % {"who": other.name}
    given = [(swap.mine, other)] + ([(swap.theirs, asker)] if swap.theirs else [])
    gone = [shift.pk for shift, _to in given]
    for shift, to in given:
        if shift.cancelled_at or shift.starts_at <= now:
            return _("%(day)s 的班已经开始或取消，不能换") % {"day": shift.day}
        if leave_on(to, shift.day):
            return _("%(who)s在 %(day)s 请假，不能接这个班") % {"who": to.name, "day": shift.day}
        if _busy(to, shift, gone):
            return _("%(who)s在 %(day)s 已有时间重叠的班，不能接这个班") % {"who": to.name, "day": shift.day}
    return ""


def _busy(person: Staff, shift: DutyShift, gone: list[int]) -> bool:
    others = DutyShift.objects.filter(staff=person, cancelled_at=None).exclude(pk__in=gone)
    return others.filter(starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at).exists()


def kinds_of(actor) -> list[ShiftKind]:
    return list(ShiftKind.objects.visible_to(actor).filter(retired_at=None))


def shift_on(*, estate: Estate, staff: Staff, day: date) -> DutyShift | None:
    """What a cell of the grid holds."""
    here = DutyShift.objects.filter(estate=estate, staff=staff, day=day, cancelled_at=None)
    return here.select_related("kind").first()
