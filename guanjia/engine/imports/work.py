"""What a worker does with an import: check it, carry it out. Each may be repeated safely after a crash."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.imports.columns import tables_of
from guanjia.engine.imports.fields import Cancelled, Draft, Importer, Scope, importers
from guanjia.engine.imports.ledger import Ledger
from guanjia.engine.imports.models import ImportRun
from guanjia.engine.imports.progress import Progress
from guanjia.engine.imports.reading import read_file
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now

KEPT_PROBLEMS = 5000
_LOCK = 0x494D50
log = logging.getLogger(__name__)


def check(run_id: int) -> None:
    """Examine the file and put what was found on the run."""
    with held(run_id, ImportRun.State.CHECKING) as (run, scope):
        if run is None:
            return
        draft = examine(run, scope)
        keep_findings(run, draft)
        run.state, run.progress = ImportRun.State.PREVIEWED, 0
        run.save()


def carry_out(run_id: int) -> None:
    """Examine again, write everything in one transaction, and mark the run done. A second call does nothing."""
    with held(run_id, ImportRun.State.RUNNING) as (run, scope):
        if run is None:
            return
        write(run, examine(run, _part(scope, 0, 0.4)), _part(scope, 0.4, 1))


def examine(run: ImportRun, scope: Scope) -> Draft:
    """What the file would write with the chosen columns and decisions."""
    importer = importer_of(run)
    sheets = read_file(Path(run.file.path), run.name)
    return importer.examine(tables_of(sheets, importer, run.tables), scope)


def write(run: ImportRun, draft: Draft, scope: Scope) -> None:
    """Write the draft, the undo ledger and the audit trail. Needs a transaction around it."""
    ledger = Ledger(run, scope)
    importer_of(run).write(draft, scope, ledger)
    run.last_audit_id = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first()
    keep_findings(run, draft)
    run.counts |= {"ledger": dict(ledger.counts)}
    run.state, run.progress, run.ended_at, run.error = ImportRun.State.DONE, 1, scope.now, ""
    run.save()


def keep_findings(run: ImportRun, draft: Draft) -> None:
    """Counts, problems and proposals of the draft, as the preview shows them."""
    severities = Counter(problem.severity for problem in draft.problems)
    codes = Counter(problem.code for problem in draft.problems)
    worst_first = sorted(draft.problems, key=lambda p: p.severity != "error")
    run.counts = {"rows": draft.rows, **draft.counts}
    run.problem_counts = {"severity": dict(severities), "code": dict(codes.most_common())}
    run.problems = [problem.as_dict() for problem in worst_first[:KEPT_PROBLEMS]]
    run.duplicates = [duplicate.as_dict() for duplicate in draft.duplicates[:KEPT_PROBLEMS]]


def importer_of(run: ImportRun) -> Importer:
    return importers()[run.kind]


def is_held(run: ImportRun) -> bool:
    """Whether some worker is at it right now. A worker that died holds nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, run.pk])
        return not cursor.fetchone()[0]


def scope_of(run: ImportRun, actor: Actor, tick: Callable[[float], None]) -> Scope:
    return Scope(actor, run.estate, now(), run.decisions, tick)


def _part(scope: Scope, start: float, end: float) -> Scope:
    return Scope(
        scope.actor,
        scope.estate,
        scope.now,
        scope.decisions,
        lambda share: scope.tick(start + share * (end - start)),
    )


@contextmanager
def held(run_id: int, state: str) -> Iterator[tuple[Any, Any]]:
    """The run and its scope, if it waits in this state and no other worker has it, under the rights of whoever
    asked for it, in one transaction. Whatever stops the work is written on the run; a stopped undo leaves it done."""
    with acting_as(system(None)):
        waiting = ImportRun.objects.select_related("by", "undone_by", "estate")
        run = waiting.filter(pk=run_id, state=state).first()
    if run is None:
        yield None, None
        return
    undoing = run.state == ImportRun.State.UNDOING
    actor: Actor = (run.undone_by if undoing else run.by) or system(run.company_id)
    with acting_as(actor):
        try:
            with (
                Progress(run.pk, run.company_id) as tick,
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, run.pk])
                free = cursor.fetchone()[0] and ImportRun.objects.filter(pk=run.pk, state=state).exists()
                yield (run, scope_of(run, actor, tick)) if free else (None, None)
        except Cancelled:
            end(run, ImportRun.State.DONE if undoing else ImportRun.State.CANCELLED, "")
        except Refused as no:
            end(run, ImportRun.State.DONE if undoing else ImportRun.State.FAILED, str(no))
        except Exception:
            log.exception("import failed", extra={"run": run.pk})
            end(
                run,
                ImportRun.State.DONE if undoing else ImportRun.State.FAILED,
                _("处理时出现意外错误，档案没有任何改动。可以重试；再次失败请联系系统管理员。"),
            )


def end(run: ImportRun, state: str, error: str) -> None:
    """Write down how the work on a run came to an end other than `done`: by a new session if the database was lost."""
    ended = run.ended_at if state == ImportRun.State.DONE else now()
    with acting_as(system(run.company_id)):
        ImportRun.objects.filter(pk=run.pk).update(
            state=state, error=error[:300], ended_at=ended, cancel_asked=False
        )
