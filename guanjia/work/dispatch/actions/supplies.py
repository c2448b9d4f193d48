"""Contractors and the price list: added, changed, retired. Nothing is deleted, orders still name them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.models import Estate
from guanjia.engine.access import Actor, require
from guanjia.engine.access.actor import EVERYWHERE
from guanjia.engine.audit.trail import change, facts, record
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.dispatch.models import Contractor, PriceItem
from guanjia.work.dispatch.rules import FEN

EDIT = "parameters.edit"


def save_contractor(
    *,
    actor: Actor,
    now: datetime,
    contractor: Contractor | None = None,
    estate: Estate | None = None,
    name: str,
    phone: str,
    contact: str = "",
    parts: list[str] | None = None,
) -> Contractor:
    """Add or change a contractor of an estate, or of the whole company. Raises Forbidden or Refused."""
    if not name.strip() or not phone.strip():
        raise Refused(_("请写明单位名称和电话"), field="phone" if name.strip() else "name")
    given = {"name": name.strip(), "phone": phone.strip(), "contact": contact.strip(), "parts": parts or []}
    return _save(Contractor, contractor, given, "contractor", estate=estate, actor=actor, now=now)


def save_price(
    *,
    actor: Actor,
    now: datetime,
    item: PriceItem | None = None,
    estate: Estate | None = None,
    kind: str,
    name: str,
    measure: str = "",
    price: Decimal = Decimal(0),
    is_free: bool = False,
) -> PriceItem:
    """Add or change a line of the price list; a free item costs nothing. Raises Forbidden or Refused."""
    if kind not in PriceItem.Kind.values or not name.strip():
        raise Refused(_("请写明类别和项目名称"), field="name")
    if price < 0:
        raise Refused(_("单价不能是负数"), field="price")
    given = {
        "kind": kind, "name": name.strip(), "measure": measure.strip(), "is_free": is_free,
        "price": Decimal("0.00") if is_free else price.quantize(FEN),
    }  # fmt: skip
    return _save(PriceItem, item, given, "price", estate=estate, actor=actor, now=now)


@transaction.atomic
def retire(*, actor: Actor, now: datetime, row: Contractor | PriceItem) -> None:
    """It is not offered any more. Doing it twice changes nothing."""
    require(actor, EDIT)
    held = type(row).objects.visible_to(actor).select_for_update().get(pk=row.pk)
    _refuse_beyond(actor, held.estate_id)
    with change(held, actor=actor, now=now, verb=f"{held._meta.model_name}.retired"):
        held.retired_at = held.retired_at or now


def _save[M: (Contractor, PriceItem)](
    kind: type[M],
    row: M | None,
    given: dict[str, Any],
    verb: str,
    *,
    estate: Estate | None,
    actor: Actor,
    now: datetime,
) -> M:
    require(actor, EDIT)
    _refuse_beyond(actor, estate.pk if estate else None)
    try:
        with transaction.atomic():
            if row is None:
                made = kind.objects.create(company_id=actor.company_id, estate=estate, **given)
                record(actor=actor, now=now, verb=f"{verb}.created", of=made, after=facts(made))
                return made
            held = kind.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=row.pk)
            _refuse_beyond(actor, held.estate_id)
            with change(held, actor=actor, now=now, verb=f"{verb}.changed"):
                for name, value in {**given, "estate": estate}.items():
                    setattr(held, name, value)
            return held
    except IntegrityError as fault:
        raise Refused(_("已经有同名的了，请直接修改原来那一条"), field="name") from fault


def _refuse_beyond(actor: Actor, estate_id: int | None) -> None:
    if estate_id is None and actor.estate_ids is not EVERYWHERE:
        raise Forbidden(_("全公司通用的内容由总部维护，请选择您的项目"))
    if estate_id is not None and estate_id not in actor.estate_ids:
        raise Forbidden(_("您不在这个项目任职"))
