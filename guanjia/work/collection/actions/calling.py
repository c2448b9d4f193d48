"""A debtor is called or visited: what he said, what he promised, and the case that his objection opens."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from guanjia.directory.people.models import Customer, Phone
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor, require
from guanjia.engine.access.models import Reveal
from guanjia.engine.access.once import once, part_of
from guanjia.engine.audit.trail import record
from guanjia.engine.audit.words import written
from guanjia.kernel.errors import Refused
from guanjia.work.cases.actions import register_case
from guanjia.work.cases.models import Case
from guanjia.work.collection.debts import Debt, Wanted
from guanjia.work.collection.facts import charges_of, debtors_of
from guanjia.work.collection.models import Contact, Dunning, Promise
from guanjia.work.ledger.actions import today

WORK = "collection.work"
PAUSE = {"missed": 1, "promised": 1, "disputed": 3, "refused": 7, "other": 3}
FARTHEST = 92
"""So many days ahead a promise is still one."""


@dataclass(frozen=True)
class Whom:
    """A debtor as the pages name him: a home, a person, or a person's home."""

    estate: Any
    unit: Unit | None
    customer: Customer | None

    @property
    def keys(self) -> dict[str, Any]:
        return {
            "company_id": self.estate.company_id,
            "estate": self.estate,
            "unit": self.unit,
            "customer": self.customer,
        }


def debt_of(whom: Whom, *, now: datetime) -> Debt | None:
    """What the debtor owes that is past its day. One statement."""
    narrower = {"customer": whom.customer.pk if whom.customer else 0}
    found = debtors_of(Wanted.at([whom.estate], now, unit=whom.unit.pk if whom.unit else None, **narrower))
    return next((one.debt for one in found if one.debt.unit == (whom.unit.pk if whom.unit else 0)), None)


@transaction.atomic
def record_contact(
    *,
    actor: Actor,
    now: datetime,
    whom: Whom,
    result: str,
    way: str = Contact.Way.PHONE,
    note: str = "",
    amount: Decimal | None = None,
    on: date | None = None,
    next_on: date | None = None,
    complain: bool = False,
    key: str = "",
) -> Contact:
    """Write down a call. A promise needs `amount` (yuan, at most what is owed) and the day `on`; it takes the place of
    one that still runs. `complain` registers the objection as a complaint. Refused when nothing is owed any more.
    """
    require(actor, WORK)
    day = today(whom.estate, now)
    with connection.cursor() as cursor:
        lock = (
            f"collection {whom.estate.pk} {whom.unit and whom.unit.pk} {whom.customer and whom.customer.pk}"
        )
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [lock])
    debt = debt_of(whom, now=now)
    if debt is None:
        raise Refused(_("这位客户已经没有到期未缴的费用"), code="paid")
    if result == Contact.Result.PROMISED:
        _refuse_wrong_promise(debt, amount=amount, on=on, today=day)
    if result == Contact.Result.DISPUTED and not note.strip():
        raise Refused(_("请写下客户的异议，便于核对和答复"), field="note")

    def make() -> Contact:
        case = _complaint(actor, now, whom, note, key) if complain else None
        contact = Contact.objects.create(
            **whom.keys, way=way, result=result, note=note, owed=debt.total, at=now, by_id=actor.pk, case=case,
            next_on=next_on or day + timedelta(days=PAUSE[result]),
        )  # fmt: skip
        if result == Contact.Result.PROMISED:
            _promise(contact, whom, debt, amount=amount, on=on, now=now)
        told = Dunning.objects.filter(**whom.keys, way="phone", state=Dunning.State.PREPARED)
        if result != Contact.Result.MISSED:
            told.update(state=Dunning.State.SENT, done_at=now, done_by_id=actor.pk)
        record(actor=actor, now=now, verb="collection.contacted", of=contact, after={"result": result})
        return contact

    return once(Contact, key=key, verb="collection.contact", actor=actor, now=now, make=make)


def _refuse_wrong_promise(debt: Debt, *, amount: Decimal | None, on: date | None, today: date) -> None:
    if amount is None or amount <= 0:
        raise Refused(_("请填写承诺缴多少元"), field="amount")
    if amount > debt.total:
        raise Refused(_("承诺金额超过了欠费 %(owed)s 元") % {"owed": f"{debt.total:,.2f}"}, field="amount")
    if on is None or on < today:
        raise Refused(_("承诺日期应是今天或以后"), field="on")
    if on > today + timedelta(days=FARTHEST):
        raise Refused(_("承诺日期不能超过 %(n)d 天") % {"n": FARTHEST}, field="on")


def _promise(
    contact: Contact, whom: Whom, debt: Debt, *, amount: Decimal | None, on: date | None, now: datetime
) -> None:
    running = Promise.objects.filter(**whom.keys, kept_on=None, withdrawn_at=None, on__gte=debt.day)
    running.update(withdrawn_at=now)
    charges = charges_of([debt])[debt.unit, debt.customer]
    Promise.objects.create(
        **whom.keys, contact=contact, amount=amount, on=on, owed=debt.total, charge_ids=[one.pk for one in charges]
    )  # fmt: skip


def _complaint(actor: Actor, now: datetime, whom: Whom, note: str, key: str) -> Case:
    return register_case(
        actor=actor, now=now, estate=whom.estate, procedure="complaint", words=note,
        title=written("对费用有异议"), unit=whom.unit, customer=whom.customer,
        caller_name=whom.customer.name if whom.customer else "", key=part_of(key, "case"),
    )  # fmt: skip


@transaction.atomic
def reveal_number(*, actor: Actor, now: datetime, phone: Phone, place: str = "") -> str:
    """The full number to call; the look is on record. Raises Forbidden."""
    require(actor, WORK)
    require(actor, "phones.reveal")
    ours = Phone.objects.visible_to(actor).get(pk=phone.pk)
    Reveal.objects.create(
        company_id=ours.company_id, actor_id=actor.pk, at=now, model=ours._meta.label_lower, object_id=ours.pk,
        field="number", reason=_("催缴 %(place)s") % {"place": place},
    )  # fmt: skip
    return ours.number
