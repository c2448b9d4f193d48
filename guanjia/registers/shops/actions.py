"""What happens to a shop."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change
from guanjia.kernel.errors import Refused
from guanjia.registers.shops.models import Shop


def lacks(shop: Shop, on: date) -> list[str]:
    """What is missing in the file, or out of date, before the shop may open; in words."""
    found = {
        _("营业执照"): not shop.licence or (shop.licence_until and shop.licence_until < on),
        _("租赁合同"): shop.lease_until is None or shop.lease_until < on,
        _("消防责任书"): not shop.fire_letter or not shop.fire_contact,
        _("联系电话"): not shop.phone,
        _("营业时间"): not shop.hours,
        _("招牌图"): not shop.sign_drawing,
    }
    return [what for what, missing in found.items() if missing]


@transaction.atomic
def open_shop(*, shop: Shop, actor: Actor, now: datetime, on: date) -> Shop:
    """It may trade from this day. Raises Refused while its file is not complete."""
    held = _held(shop)
    if missing := lacks(held, on):
        said = _("商铺档案还缺：%(list)s。请先在商铺台账里补齐")
        raise Refused(said % {"list": "、".join(missing)}, code="incomplete")
    with change(held, actor=actor, now=now, verb="shops.opened"):
        held.opened_on = held.opened_on or on
    return held


@transaction.atomic
def note_round(*, shop: Shop, actor: Actor, now: datetime, on: date, violation: bool) -> Shop:
    """The shop was looked at."""
    held = _held(shop)
    with change(held, actor=actor, now=now, verb="shops.checked"):
        held.checked_on, held.violations = on, held.violations + violation
    return held


@transaction.atomic
def leave_shop(*, shop: Shop, actor: Actor, now: datetime) -> Shop:
    """The shop has moved out; nothing changes when it is off the register already."""
    held = Shop.objects.select_for_update(of=("self",)).get(pk=shop.pk)
    with change(held, actor=actor, now=now, verb="shops.left"):
        held.retired_at, held.retired_why = held.retired_at or now, held.retired_why or _("商户已撤出")
    return held


def _held(shop: Shop) -> Shop:
    rows = Shop.objects.select_for_update(of=("self",)).filter(Q(retired_at=None), pk=shop.pk)
    held = rows.first()
    if held is None:
        raise Refused(_("这家商铺已经撤出"))
    return held
