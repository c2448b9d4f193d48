"""Writing the audit trail from actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models

from guanjia.engine.access import Actor
from guanjia.engine.audit.models import AuditEntry

SECRET = frozenset({"password", "version"})


def record(
    *,
    actor: Actor,
    now: datetime,
    verb: str,
    of: Any,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """One audit row for one object of a company (and estate). Raises nothing of its own."""
    record_about(of.company_id, actor=actor, now=now, verb=verb, of=of, before=before, after=after)


def record_about(
    company_id: int,
    *,
    actor: Actor,
    now: datetime,
    verb: str,
    of: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """The same for an object that does not carry its company itself."""
    AuditEntry.objects.create(
        company_id=company_id,
        estate_id=getattr(of, "estate_id", None),
        at=now,
        actor_id=actor.pk,
        actor_name=actor.name,
        verb=verb,
        model=of._meta.label_lower,
        object_id=of.pk,
        before=before or {},
        after=after or {},
    )


@contextmanager
def change(of: Any, *, actor: Actor, now: datetime, verb: str) -> Iterator[None]:
    """Save the object when the block ends and record the fields that became different."""
    before = facts(of)
    yield
    if changed := _changed(before, facts(of)):
        of.save(update_fields=changed)
        _record_change(of, before, changed, actor=actor, now=now, verb=verb)


@contextmanager
def noted(of: Any, *, actor: Actor, now: datetime, verb: str) -> Iterator[None]:
    """The same for a block that saves the object itself."""
    before = facts(of)
    yield
    if changed := _changed(before, facts(of)):
        _record_change(of, before, changed, actor=actor, now=now, verb=verb)


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return sorted(name for name in after if after[name] != before[name])


def _record_change(
    of: Any, before: dict[str, Any], changed: list[str], *, actor: Actor, now: datetime, verb: str
) -> None:
    after = facts(of)
    record(
        actor=actor,
        now=now,
        verb=verb,
        of=of,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def facts(of: models.Model) -> dict[str, Any]:
    """The record's own columns as JSON values."""
    return {
        f.attname: _plain(getattr(of, f.attname))
        for f in of._meta.concrete_fields
        if f.name not in SECRET and not f.generated
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
