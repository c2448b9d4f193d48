"""What a case does when its clocks change or fire."""

from guanjia.engine.clock.events import ClocksChanged
from guanjia.engine.events import on
from guanjia.work.cases.clocks import ship_policies
from guanjia.work.cases.models import Case

ship_policies()


@on(ClocksChanged)
def keep_next_due(event: ClocksChanged) -> None:
    """The earliest deadline stands on the case, so that lists sort by it."""
    if event.subject_type == Case._meta.label_lower:
        Case.objects.filter(pk=event.subject_id).update(next_due_at=event.earliest_due_at)
