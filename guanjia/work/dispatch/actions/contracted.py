"""Work that a contractor does: he is told, he promises a date, and somebody of ours writes down that it is done."""

from datetime import datetime
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.kernel.errors import Refused
from guanjia.work.dispatch.actions.command import ASSIGN, After, command, say
from guanjia.work.dispatch.actions.field import after_done
from guanjia.work.dispatch.actions.paper import keep_photo
from guanjia.work.dispatch.models import Contractor, OrderPhoto, WorkOrder
from guanjia.work.dispatch.parameters import needs

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
) -> None:
    """The contractor has been told; given again, another one was told, or he promised another date."""
    _refuse_misfits(order, contractor, promised_until, now=now)
    if order.state == S.TO_SEND or order.contractor_id != contractor.pk:
        order.sent_at = at
    order.state, order.contractor, order.promised_until = S.SENT, contractor, promised_until
    text = _("已通知%(who)s") % {"who": contractor.name}
    if promised_until:
        text = _("%(text)s,承诺 %(until)s 前完成") % {
            "text": text,
            "until": f"{localtime(promised_until):%Y-%m-%d %H:%M}",
        }
    said = " ".join(filter(None, (text, words.strip())))
    say(order, "sent", said, actor=actor, now=now, at=at, contractor=contractor.pk)


@command("order.complete_contracted", within=(S.SENT,), by=ASSIGN)
def complete_contracted(
    order: WorkOrder,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
    outcome: str,
    photo: UploadedFile | None = None,
) -> After:
    """The contractor's work is there, with a photo of it as the estate demands; the case moves on."""
    if not outcome.strip():
        raise Refused(_("请写一句处理结果"), field="outcome")
    if photo is None and needs(order, now=now).photos:
        raise Refused(_("请附一张修好后的照片"), field="photo")
    if photo is not None:
        keep_photo(order, OrderPhoto.Kind.AFTER, photo, actor=actor, now=now, at=at)
    order.state, order.done_at, order.outcome = S.DONE, at, outcome.strip()
    text = _("%(who)s完工:%(outcome)s") % {"who": order.contractor.name, "outcome": order.outcome}
    say(order, "done", text, actor=actor, now=now, at=at)
    return partial(after_done, order, actor=actor, at=at, result="fixed", fault="", pay="free")


def _refuse_misfits(
    order: WorkOrder, contractor: Contractor, promised_until: datetime | None, *, now: datetime
) -> None:
    ours = contractor.company_id == order.company_id and contractor.estate_id in (None, order.estate_id)
    if not ours or contractor.retired_at:
        raise Refused(_("请选择这个项目在用的外部维修单位"), field="contractor")
    if promised_until is not None and promised_until <= now:
        raise Refused(_("承诺完成时间应晚于现在"), field="promised_until")
