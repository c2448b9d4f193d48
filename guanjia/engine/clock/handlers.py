"""What the clocks hand to the background."""

from guanjia.engine.clock.events import MigrationBegun
from guanjia.engine.clock.jobs import migrate_clocks
from guanjia.engine.events import on


@on(MigrationBegun)
def migrate(event: MigrationBegun) -> None:
    """Defer the job in the transaction of the command: both happen or neither."""
    migrate_clocks.defer(migration_id=event.migration_id, company_id=event.company_id)
