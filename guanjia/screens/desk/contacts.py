"""All that passed between a customer and the house, in the order of time."""

from collections.abc import Iterable
from dataclasses import dataclass

from guanjia.engine.access import Actor
from guanjia.work.cases.models import Case, TimelineEntry
from guanjia.work.cases.story import ICONS, LABELS

PASSED = (
    "registered", "message", "contacted", "delay", "finished", "reopened", "closed", "cancelled",
    "followup.tried", "followup.link_sent", "followup.answered",
)  # fmt: skip


@dataclass(frozen=True)
class Passed:
    """One line: what was done about which case, by whom, with the words that were said."""

    entry: TimelineEntry
    label: str
    icon: str


def passed(actor: Actor, cases: Iterable[Case], *, most: int = 80) -> list[Passed]:
    """Calls, messages, contacts, follow-ups and outcomes of these cases, newest first. One statement."""
    rows = TimelineEntry.objects.visible_to(actor).filter(
        case__in=[case.pk for case in cases], kind__in=PASSED
    )
    rows = rows.select_related("case").order_by("-at", "-id")[:most]
    return [Passed(row, str(LABELS.get(row.kind, "")), ICONS.get(row.kind, "message")) for row in rows]
