"""Writing the roster: kinds of shifts, one cell, a whole month copied from the month before."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Estate
from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import change, facts, record
from guanjia.engine.live.actions import signal
from guanjia.kernel.errors import Refused
from guanjia.work.roster import queries, rules
from guanjia.work.roster.models import DutyShift, ShiftKind

EDIT = "roster.edit"
USUAL_KINDS = (
    ("early", "早班", "早", time(8), time(16)),
    ("middle", "中班", "中", time(16), time(0)),
    ("night", "夜班", "夜", time(0), time(8)),
)


@transaction.atomic
def set_up_kinds(*, actor: Actor, now: datetime) -> list[ShiftKind]:
    """The usual three shifts round the clock, for a company that has none yet."""
    require(actor, EDIT)
    if not ShiftKind.objects.filter(company_id=actor.company_id).exists():
        ShiftKind.objects.bulk_create(
            ShiftKind(
                company_id=actor.company_id,
                code=code,
                name=name,
                mark=mark,
                starts=starts,
                ends=ends,
                order=order,
            )
            for order, (code, name, mark, starts, ends) in enumerate(USUAL_KINDS)
        )
    return list(ShiftKind.objects.filter(company_id=actor.company_id, retired_at=None))


@transaction.atomic
def save_kind(
    *, actor: Actor, now: datetime, code: str, name: str, mark: str, starts: time, ends: time
) -> ShiftKind:
    """Make a kind of shift, or change the times of the one with this code. Shifts already given keep their times."""
    require(actor, EDIT)
    if starts == ends:
        raise Refused(_("上班和下班时间不能相同"), field="ends")
    kind = ShiftKind.objects.select_for_update().filter(company_id=actor.company_id, code=code).first()
    if kind is None:
        kind = ShiftKind.objects.create(
            company_id=actor.company_id, code=code, name=name, mark=mark, starts=starts, ends=ends, order=99
        )
        record(actor=actor, now=now, verb="shift_kind.create", of=kind, after=facts(kind))
        return kind
    with change(kind, actor=actor, now=now, verb="shift_kind.change"):
        kind.name, kind.mark, kind.starts, kind.ends = name, mark, starts, ends
    return kind


@transaction.atomic
def set_shift(
    *, actor: Actor, now: datetime, estate: Estate, staff: Staff, day: date, kind: ShiftKind | None
) -> DutyShift | None:
    """Put one person on one kind of shift on one day, or (kind None) give the day off.

    Raises Refused when the person works somewhere else at that time, or the day is over.
    """
    require(actor, EDIT)
    estate = Estate.objects.visible_to(actor).get(pk=estate.pk)
    Staff.objects.visible_to(actor).select_for_update(no_key=True).get(pk=staff.pk)
    before = DutyShift.objects.filter(estate=estate, staff=staff, day=day, cancelled_at=None).first()
    if before and kind and before.kind_id == kind.pk:
        return before
    _refuse_past(estate, day, now)
    if before:
        with change(before, actor=actor, now=now, verb="shift.cancel"):
            before.cancelled_at = now
    made = put(estate, staff, day, kind, actor=actor, now=now) if kind else None
    signal(topic="roster", company_id=estate.company_id, estate_id=estate.pk)
    return made


@transaction.atomic
def copy_month(*, actor: Actor, now: datetime, estate: Estate, month: date) -> int:
    """Fill the month's empty cells with the shifts of the month before, weekday by weekday. Returns how many.

    Cells that are filled already, days that are over, people who have left, and clashes with another estate stay
    as they are.
    """
    require(actor, EDIT)
    estate = Estate.objects.visible_to(actor).get(pk=estate.pk)
    today = now.astimezone(ZoneInfo(estate.time_zone)).date()
    source = DutyShift.objects.filter(
        estate=estate,
        day__in=rules.days_of(rules.month_before(month)),
        cancelled_at=None,
        staff__is_active=True,
    ).select_related("staff", "kind")
    taken = set(
        DutyShift.objects.filter(estate=estate, day__in=rules.days_of(month), cancelled_at=None).values_list(
            "staff_id", "day"
        )
    )
    copied = 0
    for shift in source:
        day = rules.same_weekday(shift.day, month)
        if day is None or day < today or (shift.staff_id, day) in taken or shift.kind.retired_at:
            continue
        try:
            put(estate, shift.staff, day, shift.kind, actor=actor, now=now)
            copied += 1
        except Refused:
            continue
    signal(topic="roster", company_id=estate.company_id, estate_id=estate.pk)
    return copied


def put(
    estate: Estate, staff: Staff, day: date, kind: ShiftKind, *, actor: Actor, now: datetime
) -> DutyShift:
    """One cell. Raises Refused when the person is on leave that day or works elsewhere at the time."""
    if queries.leave_on(staff, day):
        raise Refused(_("%(who)s在 %(day)s 请假，不能排班") % {"who": staff.name, "day": day})
    starts_at, ends_at = rules.span(day, kind.starts, kind.ends, ZoneInfo(estate.time_zone))
    try:
        with transaction.atomic():
            made = DutyShift.objects.create(
                company_id=estate.company_id,
                estate=estate,
                staff=staff,
                kind=kind,
                day=day,
                starts_at=starts_at,
                ends_at=ends_at,
                by_id=actor.pk,
                covers=queries.gap_for(estate, staff, day, kind),
            )
    except IntegrityError as clash:
        if "duty_no_overlap" not in str(clash):
            raise
        raise Refused(
            _("%(who)s在 %(day)s 的%(kind)s与另一个班次时间重叠，请先取消那个班次")
            % {"who": staff.name, "day": day, "kind": kind.name}
        ) from clash
    record(actor=actor, now=now, verb="shift.create", of=made, after=facts(made))
    return made


def _refuse_past(estate: Estate, day: date, now: datetime) -> None:
    if day < now.astimezone(ZoneInfo(estate.time_zone)).date():
        raise Refused(_("%(day)s 已经过去，排班不能再改") % {"day": day})
