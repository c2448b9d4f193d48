"""What an import makes and changes: written down once, for the undo and for the audit trail."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from guanjia.engine.access import Actor
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.audit.trail import facts
from guanjia.engine.imports import bulk
from guanjia.engine.imports.fields import Scope
from guanjia.engine.imports.models import ImportedRow, ImportRun

_BATCH = 2000


class Ledger:
    """Everything an importer writes goes through `create` and `change`, or is told to `note`."""

    def __init__(self, run: ImportRun, scope: Scope) -> None:
        self.run = run
        self.scope = scope
        self.counts: Counter[str] = Counter()

    def create(self, model: type[models.Model], rows: Sequence[Any]) -> None:
        """Insert new rows and note them."""
        if not rows:
            return
        bulk.insert(model, rows)
        self.note(model, [row.pk for row in rows])

    def note(self, model: type[models.Model], ids: Sequence[int], *, audited: bool = True) -> None:
        """Remember rows that were just made. Not `audited`: they are a trail by themselves, as entries of the books
        are."""
        label = model._meta.label_lower
        self.counts[f"{label}.created"] += len(ids)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO imports_importedrow (company_id, estate_id, run_id, model, object_id, created, before)"
                " SELECT %s, %s, %s, %s, id, true, '{}' FROM unnest(%s::bigint[]) id",
                [self.run.company_id, self.run.estate_id, self.run.pk, label, list(ids)],
            )
            if audited:
                cursor.execute(
                    "INSERT INTO audit_auditentry"
                    " (company_id, estate_id, at, actor_id, actor_name, verb, model, object_id, before, after)"
                    " SELECT %s, %s, %s, %s, %s, %s, %s, id, '{}', to_jsonb(t) - 'version'"
                    f" FROM {model._meta.db_table} t WHERE id = ANY(%s) ORDER BY id",
                    [*self._who(), f"{model._meta.model_name}.imported", label, list(ids)],
                )

    def change(self, model: type[models.Model], rows: Sequence[tuple[Any, dict[str, Any]]]) -> None:
        """Save changed rows, each with the old values (as `audit.trail.facts` gives them) of what is different."""
        fields = {field.attname: field.name for field in model._meta.concrete_fields}
        names = sorted({fields[name] for _row, before in rows for name in before})
        if not names:
            return
        model._base_manager.bulk_update([row for row, _before in rows], names, batch_size=1000)
        label = model._meta.label_lower
        self.counts[f"{label}.changed"] += len(rows)
        home = {
            "company_id": self.run.company_id,
            "estate_id": self.run.estate_id,
            "run": self.run,
            "model": label,
        }
        ImportedRow.objects.bulk_create(
            [ImportedRow(**home, object_id=row.pk, created=False, before=before) for row, before in rows],
            _BATCH,
        )
        AuditEntry.objects.bulk_create([self._changed(row, before) for row, before in rows], _BATCH)

    def _changed(self, row: Any, before: dict[str, Any]) -> AuditEntry:
        now = facts(row)
        verb = f"{row._meta.model_name}.imported"
        after = {name: now[name] for name in before}
        return entry(row, self.scope.actor, self.scope.now, verb, before, after, self.run.estate_id)

    def _who(self) -> list[Any]:
        actor = self.scope.actor
        return [self.run.company_id, self.run.estate_id, self.scope.now, actor.pk, actor.name]


def entry(
    of: models.Model,
    actor: Actor,
    now: Any,
    verb: str,
    before: dict[str, Any],
    after: dict[str, Any],
    estate_id: int,
) -> AuditEntry:
    """An unsaved audit row."""
    return AuditEntry(
        company_id=actor.company_id,
        estate_id=estate_id,
        at=now,
        actor_id=actor.pk,
        actor_name=actor.name,
        verb=verb,
        model=of._meta.label_lower,
        object_id=of.pk,
        before=before,
        after=after,
    )
