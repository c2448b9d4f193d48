"""Mail at the counter: onto the shelf, told, and several pieces handed out against one signature."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.access.once import part_of
from guanjia.kernel.errors import Refused, Stale
from guanjia.registers.parcels.actions import hand_out_parcel
from guanjia.screens.parcel_shelf.queries import PROCEDURE, Piece
from guanjia.work.cases.actions import complete_step, register_case
from guanjia.work.cases.models import Case, Channel

WAYS = {"tell": "told_way", "remind_first": "reminded_way", "remind_again": "reminded_way"}


def take_in(
    *,
    actor: Actor,
    now: datetime,
    estate: Any,
    answers: dict[str, Any],
    unit: Any,
    customer: Any,
    once: str = "",
) -> Case:
    """A piece onto the shelf; its case tells the resident. Raises Refused for one that lies there already."""
    words = f"{answers['sender']} {answers['tracking']}"
    return register_case(
        actor=actor, now=now, estate=estate, procedure=PROCEDURE, words=words, unit=unit, customer=customer,
        channel=Channel.COUNTER, answers=answers, key=once,
    )  # fmt: skip


@transaction.atomic
def tell_home(*, actor: Actor, now: datetime, pieces: Iterable[Piece], way: str) -> int:
    """The resident was told of all his pieces in this way. Returns of how many."""
    told = [piece.telling for piece in pieces if piece.telling]
    for step in told:
        complete_step(actor=actor, now=now, case=step.case, step=step.code, answers={WAYS[step.code]: way})
    return len(told)


@transaction.atomic
def hand_out_together(
    *,
    actor: Actor,
    now: datetime,
    pieces: Sequence[Piece],
    answers: dict[str, Any],
    uploads: Iterable[tuple[str, UploadedFile]],
    codes: set[str],
    once: str = "",
) -> int:
    """All these pieces are fetched, each with the signature, or none. Returns how many.

    Raises Refused for a piece whose own code was not said when codes are the proof, and as the procedure does.
    """
    if not pieces:
        raise Refused(_("请勾选要领取的邮件"))
    signed = [(kind, upload.name or "", upload.read(), upload.content_type or "") for kind, upload in uploads]
    for piece in pieces:
        code = piece.parcel.code
        if answers["proof"] == "code" and (not code or code not in codes):
            said = _("%(number)s 的取件码没有报，请核对取件码，或改为查验证件")
            raise Refused(said % {"number": piece.parcel.number}, field="proof")
        files = [(kind, SimpleUploadedFile(name, body, of)) for kind, name, body, of in signed]
        _hand_out(actor, now, piece, {**answers, "outcome": "fetched", "code_shown": code}, files, once)
    return len(pieces)


def _hand_out(
    actor: Actor, now: datetime, piece: Piece, answers: dict[str, Any], files: Any, once: str
) -> None:
    """By the step of its case; what has no case leaves the register with the name."""
    if step := piece.steps.get("pickup"):
        complete_step(
            actor=actor, now=now, case=step.case, step="pickup", answers=answers, uploads=files,
            key=part_of(once, step.case_id),
        )  # fmt: skip
    elif piece.steps:
        raise Stale(_("%(number)s 已转到期退回，请在事项里办理") % {"number": piece.parcel.number})
    else:
        hand_out_parcel(parcel=piece.parcel, actor=actor, now=now, to=answers["fetcher"])
