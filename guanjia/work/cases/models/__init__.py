"""Cases and what hangs from them."""

from guanjia.work.cases.models.around import Attachment, CaseLink, CasePause, CaseRecord, Incident
from guanjia.work.cases.models.case import Case, CaseQuerySet, Step, TimelineEntry
from guanjia.work.cases.models.lists import Channel, Topic

__all__ = [
    "Attachment",
    "Case",
    "CaseLink",
    "CasePause",
    "CaseQuerySet",
    "CaseRecord",
    "Channel",
    "Incident",
    "Step",
    "TimelineEntry",
    "Topic",
]
