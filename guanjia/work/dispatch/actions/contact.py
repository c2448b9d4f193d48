"""The customer's number, shown to the one who has to call."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.people.models import Phone
from guanjia.engine.access import Actor, require
from guanjia.engine.access.actor import may
from guanjia.engine.access.models import Reveal
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.dispatch.models import WorkOrder


@transaction.atomic
def reveal_number(*, order: WorkOrder, actor: Actor, now: datetime) -> str:
    """The number to call about this order; the look is on record. Raises Forbidden when the order is not in hand."""
    require(actor, "orders.work")
    order = WorkOrder.objects.visible_to(actor).select_related("case").get(pk=order.pk)
    if (not order.is_with(actor) or order.is_over) and not may(actor, "phones.reveal"):
        raise Forbidden(_("只有在手的派工单才能查看客户电话"))
    number = order.case.caller_phone or _first_number(order)
    if not number:
        raise Refused(_("这张单没有留电话，请联系客服"))
    Reveal.objects.create(
        company_id=order.company_id,
        actor_id=actor.pk,
        at=now,
        model=order.case._meta.label_lower,
        object_id=order.case_id,
        field="caller_phone",
        reason=_("派工单 %(number)s") % {"number": order.number},
    )
    return number


def _first_number(order: WorkOrder) -> str:
    mine = Phone.objects.filter(customer_id=order.case.customer_id, retired_at=None).order_by(
        "-is_primary", "pk"
    )
    phone = mine.first() if order.case.customer_id else None
    return phone.number if phone else ""
