"""The visitor log: who went in, who came out."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Estate
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.counter import rules
from guanjia.work.counter.actions.shared import SERVE, require_here, require_home_here, tell
from guanjia.work.counter.models import Visit


@transaction.atomic
def log_visit(
    *, actor: Actor, now: datetime, estate: Estate, document_tail: str = "", key: str = "", **values: Any
) -> Visit:  # fmt: skip
    """Somebody goes in. `values`: fields of `Visit`; of a number that was shown the last four characters are kept.

    Raises Refused when the badge is still out, or a number is given without the kind of document.
    """
    require_here(actor, estate)
    require_home_here(values.get("unit"), estate.pk)
    tail = rules.tail_of(document_tail)
    if tail and not values.get("document"):
        raise Refused(_("请选择出示的是什么证件"), field="document")

    def make() -> Visit:
        row = Visit(
            company_id=estate.company_id, estate=estate, document_tail=tail, in_at=now, in_by_id=actor.pk, **values
        )  # fmt: skip
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise Refused(
                _("访客证 %(badge)s 还没有收回，请换一张") % {"badge": row.badge}, field="badge"
            ) from None
        record(actor=actor, now=now, verb="counter.came_in", of=row)
        tell(row)
        return row

    return once(Visit, key=key, verb="counter.visit", actor=actor, now=now, make=make)


@transaction.atomic
def note_out(*, actor: Actor, now: datetime, visit: Visit) -> Visit:
    """He has left and given his badge back. Raises Stale the second time."""
    require(actor, SERVE)
    held = Visit.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=visit.pk)
    if held.out_at:
        raise Stale(_("%(name)s已登记离开") % {"name": held.name})
    with change(held, actor=actor, now=now, verb="counter.went_out"):
        held.out_at, held.out_by_id = now, actor.pk
    tell(held)
    return held
