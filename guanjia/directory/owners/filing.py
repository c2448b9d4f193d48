"""Whole files in and out at one go, for the command line."""

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.owners.export import write_workbook
from guanjia.directory.owners.importer import OWNERS
from guanjia.directory.places.models import Estate
from guanjia.engine.access import Actor, require, system
from guanjia.engine.access.actor import may
from guanjia.engine.access.models import Reveal
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.trail import record
from guanjia.engine.imports import work
from guanjia.engine.imports.actions import receive_file
from guanjia.engine.imports.columns import tables_of
from guanjia.engine.imports.fields import Draft, Importer, Scope
from guanjia.engine.imports.models import ImportRun
from guanjia.engine.imports.reading import read_file
from guanjia.engine.imports.safety import BadFile
from guanjia.kernel.errors import Refused
from guanjia.kernel.time import now


def import_file(
    file: Path,
    *,
    estate_code: str,
    company: str = "",
    dry_run: bool = False,
    by: Actor | None = None,
    importer: Importer = OWNERS,
) -> dict[str, Any]:
    """Import with the guessed columns and the usual decisions, in somebody's name or the system's.

    Raises Refused; a dry run keeps nothing."""
    estate = find_estate(estate_code, company)
    actor = by or system(estate.company_id)
    with acting_as(actor):
        if dry_run:
            return _report(_examine(file, estate, actor, importer), state="checked")
        with file.open("rb") as content:
            run = receive_file(
                actor=actor,
                now=now(),
                estate=estate,
                kind=importer.code,
                upload=File(content, file.name),
                name=file.name,
            )
        run.state, run.started_at = ImportRun.State.RUNNING, now()
        run.save(update_fields=["state", "started_at"])
        try:
            with transaction.atomic():
                scope = work.scope_of(run, actor, _quietly)
                draft = work.examine(run, scope)
                work.write(run, draft, scope)
        except BaseException as error:
            work.end(run, ImportRun.State.FAILED, str(error))
            raise
        return {"run": run.pk, **_report(draft, state=run.state)}


def export_file(file: Path, *, estate_code: str, company: str = "") -> int:
    """Returns the number of rows written. Raises Refused."""
    estate = find_estate(estate_code, company)
    actor = system(estate.company_id)
    with acting_as(actor):
        return export_owners(actor=actor, now=now(), estate=estate, path=file)


@transaction.atomic
def export_owners(*, actor: Actor, now: Any, estate: Estate, path: Path, reason: str = "") -> int:
    """Write the workbook, and record that it left and what for. Returns the number of rows.

    Numbers are full for those who may reveal them, else masked. A person must give a reason; the command line need not.
    """
    require(actor, "export.lists")
    if actor.pk is not None and not reason.strip():
        raise Refused(_("请写明导出用途，如“给社区核对住户”。"), field="reason")
    full = may(actor, "phones.reveal")
    rows = write_workbook(path, estate, actor, full=full)
    after = {"rows": rows, "reason": reason.strip(), "full": full}
    record(actor=actor, now=now, verb="owners.exported", of=estate, after=after)
    if full and actor.pk is not None:
        Reveal.objects.create(
            company_id=estate.company_id, actor_id=actor.pk, at=now, model=estate._meta.label_lower,
            object_id=estate.pk, field="owners", reason=reason.strip()[:100],
        )  # fmt: skip
    return rows


def find_estate(code: str, company: str = "") -> Estate:
    """The estate with this code, of this company when codes repeat. Raises Refused."""
    with acting_as(system(None)):
        found = Estate.objects.filter(code__iexact=code)
        found = (
            found.filter(company__name=company) | found.filter(company__short_name=company)
            if company
            else found
        )
        estates = list(found.select_related("company")[:2])
    if not estates:
        raise Refused(_("没有代码为“%(code)s”的项目。") % {"code": code}, code="estate_unknown")
    if len(estates) > 1:
        raise Refused(
            _("有几家公司的项目都用代码“%(code)s”，请用 --company 指明公司。") % {"code": code},
            code="estate_ambiguous",
        )
    return estates[0]


def _examine(file: Path, estate: Estate, actor: Actor, importer: Importer) -> Draft:
    tables = tables_of(read_file(file, file.name), importer)
    if not tables:
        raise BadFile("file_no_table", _("没有找到表头。请确认表里有一行写着各列的名称，再上传一次。"))
    return importer.examine(tables, Scope(actor, estate, now(), {}, _quietly))


def _report(draft: Draft, *, state: str) -> dict[str, Any]:
    return {
        "state": state,
        "rows": draft.rows,
        **draft.counts,
        "problems": [problem.as_dict() for problem in draft.problems],
    }


def _quietly(share: float) -> None:
    pass
