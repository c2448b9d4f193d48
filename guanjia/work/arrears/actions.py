"""Opening balances come into the books, all rows of a file or none, and leave them again as a whole."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from guanjia.engine.audit.words import written
from guanjia.engine.imports.fields import Scope
from guanjia.engine.imports.models import ImportRun
from guanjia.kernel.errors import Refused
from guanjia.work.arrears.draft import ArrearsDraft, Owed
from guanjia.work.arrears.queries import ENTRY
from guanjia.work.ledger.actions import Move, account, post, raise_charges, reverse
from guanjia.work.ledger.models import Charge, Entry, Transfer
from guanjia.work.ledger.rules import Kind


def write(draft: ArrearsDraft, scope: Scope, ledger: Any) -> None:
    """Post arrears and prepaid balances against the opening account, one entry of each for every posting day.

    Raises Refused when a single row is at fault: totals that were checked on paper must be those of the books.
    """
    faults = sum(problem.severity == "error" for problem in draft.problems)
    if faults:
        raise Refused(
            _("有 %(count)d 处错误，一行也没有导入。请按预览里的提示改好文件，再上传一次。")
            % {"count": faults},
            code="import_errors",
        )
    by_day: dict[date, list[Owed]] = defaultdict(list)
    for owed in draft.owed:
        by_day[owed.on].append(owed)
    for done, on in enumerate(sorted(by_day)):
        _post_day(by_day[on], on, scope, ledger)
        scope.tick((done + 1) / len(by_day))


def _post_day(rows: Sequence[Owed], on: date, scope: Scope, ledger: Any) -> None:
    us = {"actor": scope.actor, "now": scope.now, "estate": scope.estate, "kind": ENTRY, "on": on}
    charges = [_charge(each, on, ledger.run) for each in rows if each.amount]
    if charges:
        entry = raise_charges(
            charges=charges, text=written("期初欠费导入：%(file)s") % {"file": ledger.run.name}, **us
        )
        ledger.note(Charge, [each.pk for each in charges])
        _note(entry, ledger)
    if moves := list(_prepaid_moves(rows, scope)):
        entry = post(text=written("期初预存导入：%(file)s") % {"file": ledger.run.name}, moves=moves, **us)
        _note(entry, ledger)


def _charge(owed: Owed, on: date, run: ImportRun) -> Charge:
    return Charge(
        kind=Charge.Kind.OPENING, tariff=owed.tariff, unit=owed.unit, customer=owed.customer,
        text=f"{owed.tariff} {owed.start:%Y-%m-%d}~{owed.end:%Y-%m-%d}"[:120],
        period_start=owed.start, period_end=owed.end, due_on=owed.due, on=on, amount=owed.amount,
        origin=f"import:{run.pk}",
        basis={
            "file": run.name, "sheet": owed.line.table.name, "row": owed.line.row + 1,
            "customer": owed.customer.name if owed.customer else "",
        },
    )  # fmt: skip


def _prepaid_moves(rows: Sequence[Owed], scope: Scope) -> Iterable[Move]:
    """One for each person; his homes together."""
    opening = account(scope.estate, Kind.OPENING)
    totals: dict[int, Decimal] = defaultdict(Decimal)
    names: dict[int, str] = {}
    for each in rows:
        if each.prepaid and each.customer:
            totals[each.customer.pk] += each.prepaid
            names[each.customer.pk] = each.customer.name
    for pk, amount in sorted(totals.items()):
        yield Move(opening, account(scope.estate, Kind.PREPAID, pk, name=names[pk]), amount)


def _note(entry: Entry, ledger: Any) -> None:
    ledger.note(Entry, [entry.pk], audited=False)
    ledger.note(Transfer, list(entry.transfers.values_list("pk", flat=True)), audited=False)


def refuse_undo(run: ImportRun) -> None:
    """Raises Refused once anything of the import was paid, credited, or used up."""
    if paid := Charge.objects.filter(pk__in=_made(run, Charge), settled__gt=0).count():
        raise Refused(
            _("不能撤销：其中 %(count)d 笔欠费已经收款或冲减。请对个别有错的欠费单独做冲减。")
            % {"count": paid},
            code="import_paid",
        )
    with connection.cursor() as cursor:
        cursor.execute(_USED_UP, [list(_made(run, Transfer))])
        used = cursor.fetchone()[0]
    if used:
        raise Refused(
            _("不能撤销：其中 %(count)d 人的预存余额已经动用。请对个别有错的余额单独更正。")
            % {"count": used},
            code="import_used",
        )


_USED_UP = """
SELECT count(*) FROM ledger_account a JOIN (
  SELECT t.credit_id, sum(t.amount) AS brought FROM ledger_transfer t WHERE t.id = ANY(%s) GROUP BY t.credit_id) b
    ON b.credit_id = a.id WHERE a.guarded AND a.balance < b.brought
"""


def take_back(run: ImportRun, scope: Scope) -> None:
    """Reverse the entries of the run, dated today."""
    text = _("撤销导入：%(file)s") % {"file": run.name}
    for entry in Entry.objects.filter(pk__in=_made(run, Entry)).select_related("estate").order_by("pk"):
        reverse(actor=scope.actor, now=scope.now, entry=entry, text=text)


def _made(run: ImportRun, model: Any) -> Any:
    return run.rows.filter(created=True, model=model._meta.label_lower).values_list("object_id", flat=True)
