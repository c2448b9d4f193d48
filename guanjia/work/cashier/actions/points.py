"""Points: given for money paid, spent oldest first, run out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.words import written
from guanjia.engine.params.values import Parameters
from guanjia.kernel.errors import Refused
from guanjia.work.cashier.accounts import points_of
from guanjia.work.cashier.models import Payment, PointsGrant, Tender
from guanjia.work.cashier.rules import ZERO, Means, months_later, points_earned, points_needed
from guanjia.work.ledger.actions import Move, Ref, post, today
from guanjia.work.ledger.models import Charge
from guanjia.work.ledger.rules import Kind, spread

if TYPE_CHECKING:
    from guanjia.work.cashier.actions.taking import Taking, Tendered

ISSUED = Ref(Kind.POINTS_ISSUED)


def give_points(
    *, actor: Actor, now: datetime, estate: Any, customer: Any, points: int, text: str, key: str = ""
) -> PointsGrant:
    """Points as a present, with the reason. Raises Refused for none."""
    require(actor, "cash.supervise")

    def make() -> PointsGrant:
        if points <= 0 or not text.strip():
            raise Refused(_("请填写大于零的积分和来由"), field="points")
        gift = _gift(estate, customer, points, now, Parameters.of(estate, now))
        return _grant(actor, now, estate, customer, gift=gift, text=text.strip())

    with transaction.atomic():
        return once(PointsGrant, key=key, verb="points.give", actor=actor, now=now, make=make)


@dataclass(frozen=True)
class Gift:
    """Points that a customer will get, and until when they last."""

    points: int
    to: Ref
    expires_on: date | None

    @property
    def moves(self) -> list[Move]:
        return [Move(ISSUED, self.to, Decimal(self.points))]


def gift_for(
    taking: "Taking", tenders: Iterable["Tendered"], charges: Iterable[tuple[Charge, Decimal]]
) -> Gift | None:
    """Points for what is paid in real money for fees of our own."""
    if taking.customer is None:
        return None
    values = taking.values
    real = sum((part for charge, part in charges if charge.tariff.payee_id is None), ZERO)
    soft = sum((each.amount for each in tenders if each.means in (Means.PREPAID, Means.POINTS)), ZERO)
    points = points_earned(real - soft, values.value("cashier.yuan_per_point"))
    return _gift(taking.estate, taking.customer, points, taking.now, values) if points > 0 else None


def spend_points(taking: "Taking", tenders: Iterable["Tendered"]) -> tuple[int, list[Move]]:
    """How many points the tender by points takes, and the move that takes them. Raises Refused beyond the rules."""
    amount = next((each.amount for each in tenders if each.means == Means.POINTS), None)
    if amount is None:
        return 0, []
    values = taking.values
    total = sum((each.amount for each in tenders), ZERO)
    if amount > total * values.value("cashier.points_share") / 100:
        most = values.value("cashier.points_share")
        raise Refused(_("积分最多抵本次缴费的 %(most)d%%") % {"most": most}, field="points")
    try:
        points = points_needed(amount, values.value("cashier.points_per_yuan"))
    except ValueError:
        raise Refused(_("积分按整数抵扣，请调整金额"), field="points") from None
    day = today(taking.estate, taking.now)
    _take_oldest(taking.estate, taking.customer, points, day)
    return points, [Move(points_of(taking.customer), ISSUED, Decimal(points))]


def take_back(payment: Payment, *, actor: Actor, now: datetime) -> None:
    """A payment that was undone takes back the points it gave, as far as they are left, and returns those it used.

    The reversed entry has put the used ones back on the account; here they become a grant again.
    """
    _withdraw(payment, actor=actor, now=now)
    for used in payment.tenders.filter(points__gt=0):
        _put_back(
            now, payment.estate, payment.customer, points=used.points, text=written("收款撤销，积分退回")
        )


def return_points(
    payment: Payment, tenders: Iterable[tuple[Tender, Decimal]], *, actor: Actor, now: datetime
) -> list[Move]:
    """The same for a refund: the moves that put used points back, in proportion to the part of their tender."""
    _withdraw(payment, actor=actor, now=now)
    moves = []
    for tender, part in tenders:
        points = int(tender.points * part / tender.amount)
        if points:
            _put_back(now, payment.estate, payment.customer, points=points, text=written("退款，积分退回"))
            moves.append(Move(ISSUED, points_of(payment.customer), Decimal(points)))
    return moves


@transaction.atomic
def expire_points(*, actor: Actor, now: datetime, estate: Any) -> int:
    """Take points whose day has passed; returns how many grants."""
    gone = PointsGrant.objects.select_for_update(skip_locked=True).filter(
        estate=estate, left__gt=0, expires_on__lt=today(estate, now)
    )
    grants = list(gone.select_related("customer", "estate"))
    for each in grants:
        _expire(each, actor=actor, now=now, text=written("积分到期"))
    return len(grants)


def _withdraw(payment: Payment, *, actor: Actor, now: datetime) -> None:
    for each in payment.points_given.select_for_update().filter(left__gt=0):
        _expire(each, actor=actor, now=now, text=written("收款撤销，积分收回"))


def _gift(estate: Any, customer: Any, points: int, now: datetime, values: Parameters) -> Gift:
    return Gift(points, points_of(customer), _expiry(estate, now, values))


def _grant(
    actor: Actor,
    now: datetime,
    estate: Any,
    customer: Any,
    *,
    gift: Gift,
    text: str,
) -> PointsGrant:
    post(actor=actor, now=now, estate=estate, kind="points", text=text, moves=gift.moves)
    return grant(now, estate, customer, gift=gift, text=text)


def grant(
    now: datetime, estate: Any, customer: Any, *, gift: Gift, text: str, payment: Payment | None = None
) -> PointsGrant:
    """Points whose move is booked already."""
    return PointsGrant.objects.create(
        company_id=estate.company_id,
        estate=estate,
        customer=customer,
        payment=payment,
        text=text,
        points=gift.points,
        left=gift.points,
        at=now,
        expires_on=gift.expires_on,
    )


def _put_back(now: datetime, estate: Any, customer: Any, *, points: int, text: str) -> None:
    gift = _gift(estate, customer, points, now, Parameters.of(estate, now))
    grant(now, estate, customer, gift=gift, text=text)


def _expiry(estate: Any, now: datetime, values: Parameters) -> date | None:
    months = values.value("cashier.points_months")
    return months_later(today(estate, now), months) if months else None


def _take_oldest(estate: Any, customer: Any, points: int, day: date) -> None:
    live = PointsGrant.objects.filter(Q(expires_on=None) | Q(expires_on__gte=day), left__gt=0)
    mine = live.filter(estate=estate, customer=customer).select_for_update()
    grants = list(mine.order_by(F("expires_on").asc(nulls_last=True), "id"))
    parts = list(spread(Decimal(points), ((each, Decimal(each.left)) for each in grants)))
    if sum((part for _each, part in parts), ZERO) < points:
        raise Refused(_("可用积分不足"), field="points", code="balance")
    for each, part in parts:
        each.left -= int(part)
        each.save(update_fields=["left"])


def _expire(gone: PointsGrant, *, actor: Actor, now: datetime, text: str) -> None:
    moves = [Move(points_of(gone.customer), ISSUED, Decimal(gone.left))]
    post(actor=actor, now=now, estate=gone.estate, kind="points", text=text, moves=moves)
    gone.left = 0
    gone.save(update_fields=["left"])
