"""What is written down on the spot: quote and the customer's word on it, materials, photos."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.kernel.errors import Refused
from guanjia.work.cases.actions import add_attachment
from guanjia.work.dispatch import rules
from guanjia.work.dispatch.actions import notices
from guanjia.work.dispatch.actions.command import command, fact, say
from guanjia.work.dispatch.models import MaterialLine, OrderPhoto, Quote, QuoteLine, WorkOrder
from guanjia.work.dispatch.wording import phrase

S = WorkOrder.State
TAKEN = (S.ACCEPTED, S.ON_THE_WAY, S.ARRIVED, S.PAUSED)
Lines = Iterable[Mapping[str, Any]]


@command("order.quote", within=TAKEN)
def quote_order(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, lines: Lines) -> None:
    """Say what the work will cost: lines of `kind` labour/material, `name`, `quantity`, `unit_price` (yuan).

    Takes the place of the quote before.
    """
    drafts = [_quote_line(line) for line in lines]
    if not drafts:
        raise Refused(_("请至少写一项人工或材料"), field="lines")
    Quote.objects.filter(order=order, replaced_at=None).update(replaced_at=now)
    quote = Quote.objects.create(
        **fact(order, actor=actor, now=now, at=at), total=rules.total(line.amount for line in drafts)
    )
    for line in drafts:
        line.quote, line.company_id, line.estate_id = quote, order.company_id, order.estate_id
    QuoteLine.objects.bulk_create(drafts)
    say(
        order,
        "quoted",
        phrase("quoted", total=str(quote.total)),
        actor=actor,
        now=now,
        at=at,
        total=str(quote.total),
    )


@command("order.quote.agree", within=TAKEN)
def agree_quote(
    order: WorkOrder,
    *,
    actor: Actor,
    now: datetime,
    at: datetime,
    how: str,
    name: str,
    signature: UploadedFile | None = None,
) -> None:
    """The customer says yes: signs on the screen (`how` signature, with the picture) or on the telephone."""
    quote = _waiting_quote(order)
    if how not in Quote.Agreement.values or not name.strip():
        raise Refused(_("请写明客户姓名和同意方式"), field="name")
    if how == Quote.Agreement.SIGNATURE:
        if signature is None:
            raise Refused(_("请客户在屏幕上签名"), field="signature")
        quote.signature = add_attachment(
            actor=actor, now=now, case=order.case, upload=signature, kind="signature", told=False
        )
    quote.agreed_at, quote.agreed_how, quote.agreed_name = at, how, name.strip()
    quote.save(update_fields=["agreed_at", "agreed_how", "agreed_name", "signature"])
    text = phrase("quote_agreed", name=quote.agreed_name, total=str(quote.total), agreed=quote.agreed_how)
    signed = {"attachment": quote.signature_id} if quote.signature_id else {}
    say(order, "quote_agreed", text, actor=actor, now=now, at=at, **signed)


@command("order.quote.decline", within=TAKEN)
def decline_quote(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, words: str = "") -> None:
    """The customer says no. The supervisor is told, who may talk to the customer."""
    quote = _waiting_quote(order)
    quote.declined_at, quote.declined_words = at, words.strip()
    quote.save(update_fields=["declined_at", "declined_words"])
    text = phrase("quote_declined", total=str(quote.total), words=words)
    say(order, "quote_declined", text, actor=actor, now=now, at=at)
    notices.tell_leaders(order, text, now=now)


@command("order.materials", within=TAKEN)
def add_materials(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, lines: Lines) -> None:
    """Write down what was used: lines of `name`, `quantity`, `measure`, `unit_price` (yuan)."""
    rows = [MaterialLine(**fact(order, actor=actor, now=now, at=at), **_material(line)) for line in lines]
    if not rows:
        raise Refused(_("请至少写一种材料"), field="lines")
    MaterialLine.objects.bulk_create(rows)
    used = "、".join(f"{row.name}×{row.quantity.normalize():f}{row.measure}" for row in rows)
    say(order, "materials", phrase("materials", used=used), actor=actor, now=now, at=at)


@command("order.materials.strike", within=TAKEN)
def strike_material(order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, line: int) -> None:
    """A line was wrong: it stays on record, struck out."""
    row = MaterialLine.objects.filter(order=order, pk=line, struck_at=None).first()
    if row is None:
        raise Refused(_("这一行已经划掉了"))
    row.struck_at = at
    row.save(update_fields=["struck_at"])
    say(order, "material_struck", phrase("material_struck", name=row.name), actor=actor, now=now, at=at)


@command("order.photo", within=(*TAKEN, S.DONE))
def add_photo(
    order: WorkOrder, *, actor: Actor, now: datetime, at: datetime, kind: str, upload: UploadedFile | None
) -> None:
    """A picture before, after, the customer's signature, or the signed slip."""
    if kind not in OrderPhoto.Kind.values or upload is None:
        raise Refused(_("没有收到照片，请重拍一张"), field="photo")
    keep_photo(order, kind, upload, actor=actor, now=now, at=at)


def keep_photo(
    order: WorkOrder, kind: str, upload: UploadedFile, *, actor: Actor, now: datetime, at: datetime
) -> OrderPhoto:
    """One picture with one line on the timeline, at the time it was taken."""
    kept = add_attachment(actor=actor, now=now, case=order.case, upload=upload, kind=kind, told=False)
    photo = OrderPhoto.objects.create(**fact(order, actor=actor, now=now, at=at), kind=kind, attachment=kept)
    say(
        order,
        "photo",
        phrase("photo", photo=kind),
        actor=actor,
        now=now,
        at=at,
        attachment=kept.pk,
        photo=kind,
    )
    return photo


def _waiting_quote(order: WorkOrder) -> Quote:
    quote = Quote.objects.select_for_update().filter(order=order, replaced_at=None).first()
    if quote is None:
        raise Refused(_("还没有报价"))
    if quote.agreed_at or quote.declined_at:
        raise Refused(_("这份报价客户已经答复过了"))
    return quote


def _quote_line(line: Mapping[str, Any]) -> QuoteLine:
    if line.get("kind") not in QuoteLine.Kind.values:
        raise Refused(_("请选择人工或材料"), field="lines")
    priced = _priced(line)
    return QuoteLine(kind=line["kind"], **priced)


def _material(line: Mapping[str, Any]) -> dict[str, Any]:
    return {**_priced(line), "measure": str(line.get("measure", "")).strip()[:10]}


def _priced(line: Mapping[str, Any]) -> dict[str, Any]:
    name = str(line.get("name", "")).strip()
    quantity, price = _number(line.get("quantity") or 1, name), _number(line.get("unit_price") or 0, name)
    if not name:
        raise Refused(_("每一行都要写名称"), field="lines")
    if quantity <= 0 or price < 0:
        raise Refused(_("“%(name)s”的数量要大于 0，单价不能是负数") % {"name": name}, field="lines")
    return {
        "name": name[:80],
        "quantity": quantity,
        "unit_price": price,
        "amount": rules.line_amount(quantity, price),
    }


def _number(value: Any, name: str) -> Decimal:
    """Two places at most, below a hundred million, as the columns hold."""
    try:
        number = Decimal(str(value).strip()).quantize(rules.FEN)
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or abs(number) >= 10**8:
        raise Refused(_("“%(name)s”的数量或单价不是数字") % {"name": name}, field="lines")
    return number
