"""Moving open clocks to a newer policy or calendar version, batch by batch. Ended clocks never change."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require, system
from guanjia.engine.clock.actions.settings import EDIT, refuse_others_places
from guanjia.engine.clock.events import ClocksChanged, MigrationBegun
from guanjia.engine.clock.firing import fire_due, tell_fired
from guanjia.engine.clock.fold import RETARGET
from guanjia.engine.clock.migration import Aim
from guanjia.engine.clock.models import CalendarVersion, Clock, ClockMigration, PolicyVersion
from guanjia.engine.clock.rules import whole
from guanjia.engine.clock.store import Move, reading_of, save_moved
from guanjia.engine.events import emit
from guanjia.kernel.errors import Refused

BATCH = 500


@transaction.atomic
def migrate_open_clocks(
    *,
    actor: Actor,
    now: datetime,
    policy: PolicyVersion | None = None,
    calendar: CalendarVersion | None = None,
) -> ClockMigration:
    """Begin moving the open clocks to this version; the job goes on. Raises Refused when it is under way."""
    require(actor, EDIT)
    aim = Aim(policy, calendar)
    refuse_others_places(actor, estate=aim.standard.estate, branch=aim.standard.branch)
    ClockMigration.objects.select_for_update().filter(company_id=actor.company_id, ended_at=None).first()
    under_way = ClockMigration.objects.visible_to(actor).filter(
        policy_version=policy, calendar_version=calendar, ended_at=None
    )
    if under_way.exists():
        raise Refused(_("这一版正在套用到计时中的事项，请等它完成"))
    left = Clock.objects.visible_to(actor).filter(aim.left_behind)
    migration = ClockMigration.objects.create(
        company_id=actor.company_id,
        policy_version=policy,
        calendar_version=calendar,
        total=left.count(),
        by_id=actor.pk,
        started_at=now,
    )
    emit(MigrationBegun(migration.pk, migration.company_id))
    return migration


@transaction.atomic
def migrate_next_clocks(*, migration_id: int, now: datetime) -> bool:
    """Move the next batch. False when the migration is complete."""
    migration = ClockMigration.objects.select_for_update().get(pk=migration_id)
    if migration.ended_at:
        return False
    aim = Aim(migration.policy_version, migration.calendar_version)
    clocks = _next_batch(aim, migration)
    _move(aim, clocks, now=whole(now), company_id=migration.company_id)
    if clocks:
        migration.done += len(clocks)
        migration.last_clock_id = clocks[-1].pk
    else:
        migration.ended_at = now
    migration.save(update_fields=["done", "last_clock_id", "ended_at"])
    return bool(clocks)


def _next_batch(aim: Aim, migration: ClockMigration) -> list[Clock]:
    left = Clock.objects.filter(
        aim.left_behind, company_id=migration.company_id, pk__gt=migration.last_clock_id
    )
    ids = list(left.order_by("pk").values_list("pk", flat=True)[:BATCH])
    still_left = Clock.objects.filter(Q(pk__in=ids), ended_at=None)
    return list(still_left.select_for_update(of=("self",)).order_by("pk"))


def _move(aim: Aim, clocks: list[Clock], *, now: datetime, company_id: int) -> None:
    bindings = aim.bindings(clocks, now=now)
    moves = [Move(clock, reading_of(clock)) for clock in clocks if clock.pk in bindings]
    for move in moves:
        fire_due(move, now=now)
        move.happen(
            RETARGET, at=now, actor=system(company_id), reason="version", bound=bindings[move.clock.pk]
        )
    save_moved(moves)
    for kind, pk in sorted({(move.clock.subject_type, move.clock.subject_id) for move in moves}):
        emit(ClocksChanged(kind, pk, earliest_due_at(kind, pk)))
    tell_fired(moves)


def earliest_due_at(subject_type: str, subject_id: int) -> datetime | None:
    """When the first running clock of the subject is due."""
    open_clocks = Clock.objects.filter(subject_type=subject_type, subject_id=subject_id, ended_at=None)
    return (
        open_clocks.filter(due_at__isnull=False).order_by("due_at").values_list("due_at", flat=True).first()
    )
