"""The accountant's codes for our accounts."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Company
from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import record_about
from guanjia.kernel.errors import Refused
from guanjia.work.books.models import AccountCode
from guanjia.work.ledger.rules import CHART

LONGEST = 30


@transaction.atomic
def set_codes(
    *, actor: Actor, now: datetime, company: Company, codes: Mapping[tuple[str, str], tuple[str, str]]
) -> int:
    """Let (kind, ref) be called (code, name) from now on; an empty code means the chart's own. Returns how many
    changed. Raises Refused for a code that is too long or no code at all.
    """
    require(actor, "books.close")
    ours = AccountCode.objects.select_for_update().filter(company=company)
    kept = {(row.kind, row.ref): row for row in ours}
    before, after = {}, {}
    for (kind, ref), (code, name) in codes.items():
        row = kept.get((kind, ref))
        if (code, name) == ((row.code, row.name) if row else ("", "")):
            continue
        _refuse_odd(kind, code)
        _write(company, row, kind=kind, ref=ref, code=code, name=name)
        before[f"{kind}:{ref}"], after[f"{kind}:{ref}"] = row.code if row else "", code
    if after:
        record_about(
            company.pk, actor=actor, now=now, verb="books.codes", of=company, before=before, after=after
        )
    return len(after)


def _refuse_odd(kind: str, code: str) -> None:
    if kind not in CHART:
        raise Refused(_("没有这类科目：%(kind)s") % {"kind": kind})
    if len(code) > LONGEST or any(sign.isspace() for sign in code):
        raise Refused(_("科目代码“%(code)s”不能超过 30 个字符，也不能有空格") % {"code": code[:40]})


def _write(company: Company, row: AccountCode | None, *, kind: str, ref: str, code: str, name: str) -> None:
    if row and not code:
        row.delete()
    elif row:
        row.code, row.name = code, name
        row.save(update_fields=["code", "name"])
    elif code:
        AccountCode.objects.create(company=company, kind=kind, ref=ref, code=code, name=name)
