"""Work of the clocks that a worker does in the background."""

from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.clock.actions import migrate_next_clocks
from guanjia.kernel import time


@app.task(queue="default", name="clock.migrate", retry=5)
def migrate_clocks(migration_id: int, company_id: int) -> None:
    """Move open clocks to a newer version until none is left; picks up where a killed worker stopped."""
    with acting_as(system(company_id)):
        while migrate_next_clocks(migration_id=migration_id, now=time.now()):
            pass


labels = {
    "clock.migrate": gettext_lazy("按新时限规则更新在办事项"),
}
