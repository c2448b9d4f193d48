"""Everything that writes clocks: starting, changing, and the calendars and policies they run by."""

from guanjia.engine.clock.actions.changing import (
    cancel_clocks,
    end_clocks,
    meet_clock,
    pause_clocks,
    put_off_clocks,
    restore_clocks,
    resume_clocks,
    retarget_clocks,
    set_target,
)
from guanjia.engine.clock.actions.migrating import migrate_next_clocks, migrate_open_clocks
from guanjia.engine.clock.actions.repairing import rebuild_clock
from guanjia.engine.clock.actions.settings import (
    create_calendar,
    create_policy,
    ensure_shipped,
    publish_calendar,
    publish_policy,
    withdraw_standard,
)
from guanjia.engine.clock.actions.starting import (
    Wanted,
    start_clock,
    start_clocks,
    start_clocks_for,
    started_together,
)

__all__ = [
    "Wanted",
    "cancel_clocks",
    "create_calendar",
    "create_policy",
    "end_clocks",
    "ensure_shipped",
    "meet_clock",
    "migrate_next_clocks",
    "migrate_open_clocks",
    "pause_clocks",
    "publish_calendar",
    "publish_policy",
    "put_off_clocks",
    "rebuild_clock",
    "restore_clocks",
    "resume_clocks",
    "retarget_clocks",
    "set_target",
    "start_clock",
    "start_clocks",
    "start_clocks_for",
    "started_together",
    "withdraw_standard",
]
