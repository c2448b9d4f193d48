"""Outages that many will call about."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Building, Estate
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.engine.live.actions import signal
from guanjia.kernel.errors import Refused
from guanjia.work.cases.actions._shared import locked
from guanjia.work.cases.models import Case, Incident
from guanjia.work.cases.timeline import tell


@transaction.atomic
def open_incident(
    *,
    actor: Actor,
    now: datetime,
    estate: Estate,
    title: str,
    topic: str,
    say: str,
    buildings: Iterable[Building] = (),
    expected_at: datetime | None = None,
    key: str = "",
) -> Incident:
    """Tell everybody at the desks what is out and what to say about it. No buildings means the whole estate."""
    require(actor, "incidents.publish")
    if estate.pk not in actor.estate_ids:
        raise Refused(_("您不在这个项目任职"), field="estate")
    chosen = list(buildings)
    if any(building.estate_id != estate.pk for building in chosen):
        raise Refused(_("所选楼栋不在这个项目里"), field="buildings")

    def publish() -> Incident:
        made = Incident.objects.create(
            company_id=estate.company_id,
            estate=estate,
            title=title,
            topic=topic,
            say=say,
            started_at=now,
            expected_at=expected_at,
            by_id=actor.pk,
        )
        made.buildings.set(chosen)
        record(actor=actor, now=now, verb="incident.opened", of=made, after={"title": title, "say": say})
        signal(topic="incidents", company_id=estate.company_id, estate_id=estate.pk)
        return made

    return once(Incident, key=key, verb="incident.open", actor=actor, now=now, make=publish)


@transaction.atomic
def end_incident(*, actor: Actor, now: datetime, incident: Incident) -> Incident:
    require(actor, "incidents.publish")
    incident = Incident.objects.visible_to(actor).select_for_update().get(pk=incident.pk)
    if incident.ended_at is None:
        with change(incident, actor=actor, now=now, verb="incident.ended"):
            incident.ended_at = now
        signal(topic="incidents", company_id=incident.company_id, estate_id=incident.estate_id)
    return incident


@transaction.atomic
def join_incident(*, actor: Actor, now: datetime, case: Case, incident: Incident) -> Case:
    """This caller's matter belongs to the incident. Doing it twice changes nothing."""
    require(actor, "cases.register")
    case = locked(case, actor)
    if incident.estate_id != case.estate_id or incident.ended_at is not None:
        raise Refused(_("这起突发事件已结束或不在本项目，请重新选择"), field="incident")
    if case.incident_id != incident.pk:
        with change(case, actor=actor, now=now, verb="case.joined_incident"):
            case.incident = incident
        tell(case, kind="incident", actor=actor, now=now, text=incident.title)
    return case
