"""Giving vouchers out to the accountant's program."""

import tempfile
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import record
from guanjia.engine.params import value
from guanjia.kernel.errors import Refused
from guanjia.work.books.files import Written, write_text, write_workbook
from guanjia.work.books.models import VoucherExport
from guanjia.work.books.queries import earlier_exports, legs, next_number
from guanjia.work.books.rules import GROUPINGS, LAYOUTS, Column, columns, numbered
from guanjia.work.ledger.models import Book, Entry


@transaction.atomic
def export_vouchers(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    since: date,
    until: date,
    layout: str,
    grouping: str,
    form: str,
    first_number: int | None = None,
    again: bool = False,
    key: str = "",
) -> VoucherExport:
    """Write the vouchers of closed days of one month to a file that is kept. Numbers follow the month's last export.

    Raises Refused for days that are not closed, for two months at once, when nothing was posted, and (unless `again`)
    when some of the days were exported before.
    """
    require(actor, "books.close")

    def make() -> VoucherExport:
        _refuse_wrong(estate, since, until, layout=layout, grouping=grouping, form=form, again=again)
        wanted = _columns(layout, estate, now)
        first = first_number or next_number(estate, since)
        with tempfile.TemporaryFile() as out:
            placed = numbered(
                legs(estate, since=since, until=until, grouping=grouping),
                first=first, maker=str(actor.name), estate=estate.name,
            )  # fmt: skip
            write = write_workbook if form == VoucherExport.Form.XLSX else write_text
            done = write(out, placed, LAYOUTS[layout], wanted)
            return _kept(actor, now, estate, done, out, {
                "since": since, "until": until, "layout": layout, "grouping": grouping, "form": form,
                "first_number": first, "again": earlier_exports(estate, since=since, until=until).exists(),
            })  # fmt: skip

    return once(VoucherExport, key=key, verb="vouchers.export", actor=actor, now=now, make=make)


def _refuse_wrong(
    estate: Any, since: date, until: date, *, layout: str, grouping: str, form: str, again: bool
) -> None:
    if layout not in LAYOUTS or grouping not in GROUPINGS or form not in VoucherExport.Form:
        raise Refused(_("请选择导出格式、汇总方式和文件类型"))
    if since > until or (since.year, since.month) != (until.year, until.month):
        raise Refused(_("一次只能导出同一个月内的日期"), field="until")
    book = Book.objects.select_for_update(no_key=True).filter(estate=estate).first()
    if book is None or book.closed_through is None or book.closed_through < until:
        raise Refused(_("只能导出已结账的日期：请先在“结账”页结到 %(day)s") % {"day": until}, field="until")
    before = earlier_exports(estate, since=since, until=until).first()
    if before and not again:
        raise Refused(
            _(
                "其中有日期已经导出过（%(name)s）。确实要再导一次，请勾选“重复导出”，并先在财务软件里删除旧凭证"
            )
            % {"name": before.name},
            field="again",
            code="exported",
        )


def _columns(layout: str, estate: Any, now: datetime) -> list[Column]:
    try:
        return columns(value(f"books.{layout}_columns", estate=estate, now=now))
    except ValueError as no:
        raise Refused(_("凭证的列设置有误，请在“设置”的参数页改正这一行：%(line)s") % {"line": no}) from no


def _kept(
    actor: Actor, now: datetime, estate: Any, done: Written, out: Any, facts: dict[str, Any]
) -> VoucherExport:
    if not done.rows:
        raise Refused(_("这几天没有记账，没有可以导出的凭证"), field="since")
    layout = LAYOUTS[facts["layout"]]
    suffix = "xlsx" if facts["form"] == VoucherExport.Form.XLSX else layout.suffix
    name = f"{estate.code}-{layout.label}-{facts['since']:%Y%m%d}-{facts['until']:%Y%m%d}.{suffix}"
    days = {"estate": estate, "on__gte": facts["since"], "on__lte": facts["until"]}
    made = VoucherExport(
        company_id=estate.company_id, estate=estate, at=now, by_id=actor.pk, name=name, vouchers=done.vouchers,
        rows=done.rows, debits=done.debits, credits=done.credits, entries=Entry.objects.filter(**days).count(), **facts,
    )  # fmt: skip
    out.seek(0)
    made.file.save(f"{estate.pk}-{now:%Y%m%d%H%M%S%f}.{suffix}", File(out), save=False)
    made.save()
    record(actor=actor, now=now, verb="vouchers.exported", of=made, after={"name": name, "rows": done.rows})
    return made
