"""A cashier's shift: float in, count, takings out, handed to somebody by name."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.directory.team.models import Staff
from guanjia.engine.access import Actor, require
from guanjia.engine.access.actor import may
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.engine.audit.words import written
from guanjia.engine.numbering.models import next_number
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cashier.accounts import SAFE, drawer
from guanjia.work.cashier.models import CashSession, Till
from guanjia.work.cashier.rules import ZERO, counted
from guanjia.work.ledger.actions import Move, Ref, account, post, today
from guanjia.work.ledger.models import Entry
from guanjia.work.ledger.rules import Kind


def open_session(*, actor: Actor, now: datetime, till: Till, float: Decimal, key: str = "") -> CashSession:
    """Begin a shift at a till with this float from the safe. Raises Refused when the till or the person has one."""
    require(actor, "cash.shift")

    def make() -> CashSession:
        if till.retired_at or float < 0:
            raise Refused(_("备用金不能是负数，收银台须在使用中"), field="float")
        session = CashSession(
            company_id=till.company_id,
            estate=till.estate,
            till=till,
            cashier_id=actor.pk,
            opened_at=now,
            float=float,
            number=_number(till, now),
        )
        try:
            with transaction.atomic():
                session.save(force_insert=True)
        except IntegrityError as taken:
            raise Refused(_("这个收银台或您本人还有未交班的班次，请先交班")) from taken
        _move(session, actor, now, _("备用金领取"), [
            Move(drawer(till), Ref(Kind.FLOAT), float),
        ])  # fmt: skip
        record(actor=actor, now=now, verb="cash_session.opened", of=session)
        return session

    with transaction.atomic():
        return once(CashSession, key=key, verb="cash.open", actor=actor, now=now, make=make)


@transaction.atomic
def close_session(
    *,
    actor: Actor,
    now: datetime,
    session: CashSession,
    counts: Mapping[str, int],
    to: Staff,
    explanation: str = "",
) -> CashSession:
    """End the shift: the count is taken, a difference booked with its explanation, the float goes back to the safe,
    the takings are handed to a colleague.

    Raises Refused for a bad count, an unexplained difference, or a hand-over to oneself; Forbidden for somebody
    else's shift (unless one supervises); Stale when it is closed.
    """
    session = _locked(session, actor)
    cash = account(session.estate, *drawer(session.till))
    found, booked = _count(counts), cash.balance
    _refuse_bad_end(session, to=to, difference=found - booked, explanation=explanation)
    moves = []
    shortage = Ref(Kind.DIFFERENCE)
    if found > booked:
        moves.append(Move(cash, shortage, found - booked))
    if found < booked:
        moves.append(Move(shortage, cash, booked - found))
    _move(session, actor, now, _("现金长短款：%(why)s") % {"why": explanation}, moves)
    back = min(session.float, found)
    _move(session, actor, now, _("交班上交"), [
        Move(Ref(Kind.FLOAT), cash, back),
        Move(SAFE, cash, found - back),
    ])  # fmt: skip
    with change(session, actor=actor, now=now, verb="cash_session.closed"):
        session.closed_at, session.closed_by_id = now, actor.pk
        session.counts, session.counted, session.booked = dict(counts), found, booked
        session.explanation, session.handed_to = explanation.strip(), to
    return session


@transaction.atomic
def receive_handover(*, actor: Actor, now: datetime, session: CashSession) -> CashSession:
    """The colleague signs for what was handed over."""
    session = CashSession.objects.select_for_update().visible_to(actor).get(pk=session.pk)
    if session.handed_to_id != actor.pk:
        raise Forbidden(_("请由交班时指定的接收人签收"))
    if session.received_at:
        raise Stale(_("已经签收过"))
    with change(session, actor=actor, now=now, verb="cash_session.received"):
        session.received_at = now
    return session


def bank_takings(
    *, actor: Actor, now: datetime, till: Till, amount: Decimal, reference: str, key: str = ""
) -> Entry:
    """Takings in the safe go to the bank. Raises Refused when more is named than lies there, or without a slip."""
    require(actor, "cash.shift")

    def make() -> Entry:
        if amount <= 0 or not reference.strip():
            raise Refused(_("请填写大于零的金额和银行回单号"), field="amount")
        text = written("现金存行 %(slip)s") % {"slip": reference.strip()}
        moves = [Move(Ref(Kind.BANK), SAFE, amount)]
        return post(actor=actor, now=now, estate=till.estate, kind="banking", text=text, moves=moves)

    with transaction.atomic():
        return once(Entry, key=key, verb="cash.bank", actor=actor, now=now, make=make)


def running_session(actor: Actor, session: CashSession | None) -> CashSession:
    """The actor's own open shift, locked against closing. Raises Refused when there is none."""
    if session is not None:
        held = CashSession.objects.select_for_update(no_key=True, of=("self",)).select_related("till")
        found = held.filter(pk=session.pk, cashier=actor.pk, closed_at=None).first()
        if found is not None:
            return found
    raise Refused(_("请先开班：收付现金要记到您自己的班次里"), code="no_session")


def _locked(session: CashSession, actor: Actor) -> CashSession:
    rows = CashSession.objects.select_for_update(of=("self",)).select_related("till", "estate")
    session = rows.visible_to(actor).get(pk=session.pk)
    if session.cashier_id != actor.pk and not may(actor, "cash.supervise"):
        raise Forbidden(_("只能结自己的班次；同事忘记交班的，请主管代结"))
    if session.closed_at:
        raise Stale(_("这个班次已经交班"))
    return session


def _count(counts: Mapping[str, int]) -> Decimal:
    try:
        return counted(counts)
    except ValueError:
        raise Refused(_("请按面额填写张数，张数为零或正整数"), field="counts") from None


def _refuse_bad_end(session: CashSession, *, to: Staff, difference: Decimal, explanation: str) -> None:
    if difference != ZERO and not explanation.strip():
        raise Refused(_("实点与账面相差 %(n)s 元，请说明原因") % {"n": difference}, field="explanation")
    if to.pk == session.cashier_id:
        raise Refused(_("请交给另一位同事"), field="to")


def _move(session: CashSession, actor: Actor, now: datetime, text: str, moves: list[Move]) -> None:
    moves = [move for move in moves if move.amount]
    if moves:
        post(actor=actor, now=now, estate=session.estate, kind="cash_session", text=text, moves=moves)


def _number(till: Till, now: datetime) -> str:
    day = today(till.estate, now)
    number = next_number(
        company_id=till.company_id, estate_id=till.estate_id, kind="cash_session", period=f"{day:%y%m}"
    )
    return f"BC{day:%y%m}-{number:03}"
