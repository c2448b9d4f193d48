"""Taking back a whole import: what it made is retired, what it changed gets its old values back."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require, system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.audit.trail import record
from guanjia.engine.imports.fields import Scope, importers
from guanjia.engine.imports.ledger import entry
from guanjia.engine.imports.models import ImportedRow, ImportRun
from guanjia.kernel.errors import Refused, Stale

_BATCH = 4000


def undo_import(*, actor: Actor, now: datetime, run: ImportRun) -> ImportRun:
    """Take the run back. Raises Refused, naming the reason, when later work stands on what it made or changed."""
    importer = importers()[run.kind]
    require(actor, importer.permission)
    with transaction.atomic():
        run = ImportRun.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=run.pk)
        if run.state != ImportRun.State.DONE:
            raise Stale(_("只有已完成的导入才能撤销。"))
        with acting_as(system(run.company_id)):
            refuse_if_used(run)
        touched = _take_back(run, actor, now)
        run.state, run.undone_at, run.undone_by_id = ImportRun.State.UNDONE, now, actor.pk
        run.save(update_fields=["state", "undone_at", "undone_by"])
        record(actor=actor, now=now, verb="import.undone", of=run)
        importer.undone(touched, Scope(actor, run.estate, now, {}, lambda share: None))
    return run


def refuse_if_used(run: ImportRun) -> None:
    """Raises Refused when a record of the run was changed afterwards or something else refers to it."""
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


def _take_back(run: ImportRun, actor: Actor, now: datetime) -> dict[str, list[int]]:
    """Retire and restore, with audit. Returns the ids by model; models that cannot be retired stay as they are."""
    rows: dict[tuple[str, bool], list[ImportedRow]] = defaultdict(list)
    for row in run.rows.order_by("id").iterator(_BATCH):
        rows[row.model, row.created].append(row)
    touched: dict[str, list[int]] = defaultdict(list)
    for (label, created), group in rows.items():
        model = apps.get_model(label)
        done = _retire(model, group, now) if created else _restore(model, group)
        touched[label] += [of.pk for of, _before, _after in done]
        verb = f"{model._meta.model_name}.import_undone"
        AuditEntry.objects.bulk_create(
            [entry(of, actor, now, verb, before, after, run.estate_id) for of, before, after in done],
            batch_size=_BATCH,
        )
    return touched


def _retire(
    model: Any, rows: list[ImportedRow], now: datetime
) -> list[tuple[Any, dict[str, Any], dict[str, Any]]]:
    if not any(field.name == "retired_at" for field in model._meta.fields):
        return []
    ids = [row.object_id for row in rows]
    model._base_manager.filter(pk__in=ids).update(retired_at=now)
    return [(model(pk=pk), {"retired_at": None}, {"retired_at": now.isoformat()}) for pk in ids]


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
