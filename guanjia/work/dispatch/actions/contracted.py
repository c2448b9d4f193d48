"""Work that a contractor does: he is told, he promises a date, and somebody of ours writes down that it is done."""

from datetime import datetime
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.kernel.errors import Refused
from guanjia.work.cases.actions import note_contact
from guanjia.work.dispatch.actions import clocks, notices
from guanjia.work.dispatch.actions.command import ASSIGN, REASSIGN, After, command, say
from guanjia.work.dispatch.actions.field import after_done
from guanjia.work.dispatch.actions.paper import keep_photo
from guanjia.work.dispatch.models import Contractor, OrderPhoto, WorkOrder
from guanjia.work.dispatch.parameters import needs
from guanjia.work.dispatch.wording import phrase

S = WorkOrder.State


@command("order.send", within=WorkOrder.OUTSIDE, by=ASSIGN)
def send_order(
    order: WorkOrder,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
    contractor: Contractor,
    promised_until: datetime | None = None,
    words: str = "",
    customer_told: bool = False,
) -> After:
    """The contractor has been told; given again, another one was told, or he promised another date.

    `customer_told`: the customer was spoken to as well, which is the reply to him.
    """
    _refuse_misfits(order, contractor, promised_until, now=now)
    if order.state == S.TO_SEND or order.contractor_id != contractor.pk:
        order.sent_at = at
    if promised_until != order.promised_until:
        order.promise_missed_at = None
    order.state, order.contractor, order.promised_until = S.SENT, contractor, promised_until
    text = phrase("sent", who=contractor.name, words=words)
    if promised_until:
        until = promised_until.isoformat()
        text = phrase("sent_promised", who=contractor.name, until=until, words=words)
    say(order, "sent", text, actor=actor, now=now, at=at, contractor=contractor.pk)
    return partial(_tell_customer, order, actor=actor, at=at) if customer_told else lambda: None


@command("order.promise_missed", within=(S.SENT,), by=REASSIGN)
def miss_promise(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime) -> None:
    """The contractor's date has passed: those in charge hear of it, once for each date he promised."""
    if order.promise_missed_at or not order.is_overdue(now):
        raise Refused(_("外部单位还没有失约"))
    order.promise_missed_at = now
    text = phrase("promise_missed", who=order.contractor.name, until=order.promised_until.isoformat())
    say(order, "promise_missed", text, actor=actor, now=now, at=now)
    notices.tell_promise_missed(order, text, now=now)


@command("order.complete_contracted", within=(S.SENT,), by=ASSIGN)
def complete_contracted(
    order: WorkOrder,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
    outcome: str,
    photo: UploadedFile | None = None,
    customer_told: bool = False,
) -> After:
    """The contractor's work is there, with a photo of it as the estate demands; the case moves on."""
    if not outcome.strip():
        raise Refused(_("请写一句处理结果"), field="outcome")
    if photo is None and needs(order, now=now).photos:
        raise Refused(_("请附一张修好后的照片"), field="photo")
    if photo is not None:
        keep_photo(order, OrderPhoto.Kind.AFTER, photo, actor=actor, now=now, at=at)
    order.state, order.done_at, order.outcome = S.DONE, at, outcome.strip()
    text = phrase("done", who=order.contractor.name, outcome=order.outcome)
    say(order, "done", text, actor=actor, now=now, at=at)

    def after() -> None:
        if customer_told:
            _tell_customer(order, actor=actor, at=at)
        after_done(order, actor=actor, at=at, result="fixed", fault="", pay="free")

    return after


def _tell_customer(order: WorkOrder, *, actor: Actor, at: datetime) -> None:
    note_contact(actor=actor, now=clocks.in_order(order, at), case=order.case, text="")


def _refuse_misfits(
    order: WorkOrder, contractor: Contractor, promised_until: datetime | None, *, now: datetime
) -> None:
    ours = contractor.company_id == order.company_id and contractor.estate_id in (None, order.estate_id)
    if not ours or contractor.retired_at:
        raise Refused(_("请选择这个项目在用的外部维修单位"), field="contractor")
    if promised_until is not None and promised_until <= now:
        raise Refused(_("承诺完成时间应晚于现在"), field="promised_until")
