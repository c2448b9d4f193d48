"""What the right-hand side says while a call is taken down."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor
from guanjia.engine.ui import shell
from guanjia.screens.desk.intake import Intake
from guanjia.screens.desk.queries import covered_parts, unit_for
from guanjia.work.cases.queries import SAME_MATTER, cases_around, covering, incidents_now, likely_same


def hints_for(actor: Actor, desk: Intake, *, now: datetime) -> dict[str, Any]:
    """Incidents that reach this place, cases that may be the same, and what is known of the home."""
    given = desk.given
    unit = unit_for(actor, desk.number("unit")) if desk.number("unit") else None
    estate_id = _estate(desk, unit)
    topic = given.get("topic", "")
    all_incidents = incidents_now(actor, estate_id=estate_id or shell.chosen_estate_id(desk.request))
    building = unit.building_id if unit else None
    likely = likely_same(
        actor, estate_id=estate_id, now=now, unit=unit, customer_id=desk.number("customer"), topic=topic,
        phone=given.get("caller_phone", ""), words=given.get("words", "")[:500], place=given.get("place", ""),
    ) if estate_id else []  # fmt: skip
    return {
        "desk": desk, "incidents": covering(all_incidents, estate_id=estate_id, building_id=building, topic=topic)
        if estate_id else all_incidents, "topic": topic, "likely": likely, "house": house(actor, unit, topic, now=now),
        "key": given.get("key", ""),
    }  # fmt: skip


def house(actor: Actor, unit: Unit | None, topic: str, *, now: datetime) -> dict[str, Any] | None:
    """The home at a glance: its state, what is under warranty, earlier repairs of the same topic."""
    if unit is None:
        return None
    today = timezone.localdate(now)
    cases = cases_around(actor, units=[unit.pk], most=30)
    repairs = [case for case in cases if case.procedure == "repair" and case.is_over]
    same = [case for case in repairs if case.topic == topic] if topic else []
    return {
        "unit": unit, "open": [case for case in cases if not case.is_over], "repairs": (same or repairs)[:3],
        "same_topic": bool(same), "covered": covered_parts(unit, now=now, today=today),
        "complaints": sum(case.procedure == "complaint" for case in cases),
        "repeats": max((case.answers.get("repeats", 0) for case in cases if case.procedure == "complaint"
                        and case.opened_at >= now - SAME_MATTER), default=0),
        "odd": unit.status != Unit.Status.OCCUPIED,
    }  # fmt: skip


def _estate(desk: Intake, unit: Unit | None) -> int | None:
    """The estate of the home, else the one chosen in the form, else the only one there is."""
    if unit:
        return unit.estate_id
    chosen = desk.number("estate")
    return chosen if chosen and chosen in desk.request.user.estate_ids else None
