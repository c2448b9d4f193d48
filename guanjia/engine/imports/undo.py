"""Taking back a whole import: what it made is retired, what it changed gets its old values back."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext as _

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.audit.trail import record
from guanjia.engine.imports.fields import Scope
from guanjia.engine.imports.ledger import entry
from guanjia.engine.imports.models import ImportedRow, ImportRun
from guanjia.engine.imports.work import held, importer_of
from guanjia.kernel.errors import Refused

_BATCH = 4000


def take_back(run_id: int) -> None:
    """Undo a run that waits for it, all or nothing. A second call does nothing."""
    with held(run_id, ImportRun.State.UNDOING) as (run, scope):
        if run is None:
            return
        with acting_as(system(run.company_id)):
            refuse_if_used(run)
        scope.tick(0.1)
        touched = _take_back(run, scope)
        importer_of(run).take_back(run, scope)
        scope.tick(0.6)
        run.state, run.progress, run.undone_at = ImportRun.State.UNDONE, 1, scope.now
        run.save()
        record(actor=scope.actor, now=scope.now, verb="import.undone", of=run)
        importer_of(run).undone(touched, scope)


def refuse_if_used(run: ImportRun) -> None:
    """Raises Refused when a record of the run was changed afterwards or something else refers to it."""
    importer_of(run).refuse(run)
    _refuse_if_changed(run)
    labels = run.rows.filter(created=True).values_list("model", flat=True).distinct()
    for label in labels:
        _refuse_if_referred_to(run, apps.get_model(label))


def _refuse_if_changed(run: ImportRun) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.model, count(DISTINCT a.object_id) FROM audit_auditentry a JOIN imports_importedrow r"
            " ON r.run_id = %s AND r.model = a.model AND r.object_id = a.object_id WHERE a.id > %s"
            " GROUP BY a.model ORDER BY a.model LIMIT 1",
            [run.pk, run.last_audit_id or 0],
        )
        found = cursor.fetchone()
    if found:
        name = apps.get_model(found[0])._meta.verbose_name
        raise Refused(
            _("不能撤销：这次导入的%(what)s有 %(count)d 条之后又被修改过。请逐条更正。")
            % {"what": name, "count": found[1]},
            code="import_changed",
        )


def _refuse_if_referred_to(run: ImportRun, model: type[models.Model]) -> None:
    ours = run.rows.filter(created=True, model=model._meta.label_lower).values("object_id")
    for relation in model._meta.related_objects:
        other = relation.related_model
        own = run.rows.filter(created=True, model=other._meta.label_lower).values("object_id")
        used = other._base_manager.filter(**{f"{relation.field.name}__in": ours}).exclude(pk__in=own)
        if any(field.name == "retired_at" for field in other._meta.fields):
            used = used.filter(retired_at=None)
        if count := used.count():
            raise Refused(
                _("不能撤销：已有 %(count)d 条%(other)s关联到这次导入的%(what)s。请先处理这些记录。")
                % {"count": count, "other": other._meta.verbose_name, "what": model._meta.verbose_name},
                code="import_used",
            )


def _take_back(run: ImportRun, scope: Scope) -> dict[str, list[int]]:
    """Retire and restore, with audit. Returns the ids by model; models that cannot be retired stay as they are."""
    touched: dict[str, list[int]] = defaultdict(list)
    for label in run.rows.filter(created=True).order_by().values_list("model", flat=True).distinct():
        touched[label] += _retire(apps.get_model(label), run, scope)
    changed: dict[str, list[ImportedRow]] = defaultdict(list)
    for row in run.rows.filter(created=False).order_by("id").iterator(_BATCH):
        changed[row.model].append(row)
    for label, rows in changed.items():
        model = apps.get_model(label)
        verb = f"{model._meta.model_name}.import_undone"
        done = _restore(model, rows)
        touched[label] += [of.pk for of, _before, _after in done]
        entries = [entry(of, scope.actor, scope.now, verb, old, new, run.estate_id) for of, old, new in done]
        AuditEntry.objects.bulk_create(entries, _BATCH)
    return touched


def _retire(model: Any, run: ImportRun, scope: Scope) -> list[int]:
    """Everything of this model that the run created."""
    if not any(field.name == "retired_at" for field in model._meta.fields):
        return []
    made = run.rows.filter(created=True, model=model._meta.label_lower).values("object_id")
    model._base_manager.filter(pk__in=made).update(retired_at=scope.now)
    actor, verb = scope.actor, f"{model._meta.model_name}.import_undone"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditentry"
            " (company_id, estate_id, at, actor_id, actor_name, verb, model, object_id, before, after)"
            " SELECT company_id, estate_id, %s, %s, %s, %s, model, object_id,"
            " jsonb_build_object('retired_at', NULL), jsonb_build_object('retired_at', %s::text)"
            " FROM imports_importedrow WHERE run_id = %s AND created AND model = %s RETURNING object_id",
            [scope.now, actor.pk, actor.name, verb, scope.now.isoformat(), run.pk, model._meta.label_lower],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _restore(model: Any, rows: list[ImportedRow]) -> list[tuple[Any, dict[str, Any], dict[str, Any]]]:
    names = sorted({name for row in rows for name in row.before})
    fields = {field.attname: field for field in model._meta.concrete_fields}
    current = model._base_manager.in_bulk([row.object_id for row in rows])
    done = []
    for row in rows:
        of = current[row.object_id]
        after = {name: getattr(of, name) for name in row.before}
        for name, value in row.before.items():
            setattr(of, name, fields[name].to_python(value))
        done.append((of, {name: str(value) for name, value in after.items()}, row.before))
    model._base_manager.bulk_update(
        list(current.values()), [fields[name].name for name in names], batch_size=1000
    )
    return done
