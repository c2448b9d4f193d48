"""Registering and changing customers, their phones and where they live."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.directory.people.indexing import index_customers
from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.models import Unit
from guanjia.engine.access import Actor, require
from guanjia.engine.access.models import Reveal
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, facts, record
from guanjia.kernel import idnumber, names, phone
from guanjia.kernel.errors import Refused, Stale

EDIT = "customers.edit"
EDITABLE = frozenset(
    {"name", "kind", "id_number", "gender", "birthday", "email", "tags", "is_key", "note"}
) | {
    "consent_for",
    "consent_on",
    "consent_how",
}


@transaction.atomic
def create_customer(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    phones: str = "",
    kind: str = "",
    unit: Unit | None = None,
    role: str = Occupancy.Role.OWNER,
    key: str = "",
    **values: Any,
) -> Customer:
    """A customer with the phones that a text names (several, with remarks, as people write them), at home in
    `unit` when given. Refused when the name is empty or a phone or identity number is wrong."""
    require(actor, EDIT)
    plain = names.tidy(name)
    if not plain:
        raise Refused(_("请填写姓名或名称。"), field="name")
    read = _phones_in(phones)

    def make() -> Customer:
        usual = Customer.Kind.COMPANY if names.is_company(plain) else Customer.Kind.PERSON
        customer = Customer(company_id=actor.company_id, name=plain, kind=kind or usual)
        _set(customer, values)
        customer.save()
        record(actor=actor, now=now, verb="customer.created", of=customer, after=facts(customer))
        for one in read:
            _add_phone(customer, one, actor, now)
        if unit:
            _occupy(customer, unit, role, actor, now)
        index_customers([customer.pk])
        customer.refresh_from_db()
        return customer

    return once(Customer, key=key, verb="customer.create", actor=actor, now=now, make=make)


@transaction.atomic
def edit_customer(
    *, actor: Actor, now: datetime, customer: Customer, version: int | None = None, **values: Any
) -> Customer:
    """Change some of EDITABLE. `version`: what the person saw; Stale when somebody has changed it since."""
    require(actor, EDIT)
    customer = _locked(actor, customer)
    if version is not None and version != customer.version:
        raise Stale(_("这位客户刚被别人改过，请刷新后再改。"))
    with change(customer, actor=actor, now=now, verb="customer.edited"):
        _set(customer, values)
    customer.version += 1
    customer.save(update_fields=["version"])
    index_customers([customer.pk])
    return customer


@transaction.atomic
def retire_customer(*, actor: Actor, now: datetime, customer: Customer) -> Customer:
    """Take a customer out of use. Refused while the customer has a home."""
    require(actor, EDIT)
    customer = _locked(actor, customer)
    if customer.occupancies.filter(retired_at=None).exclude(until__lt=now.date()).exists():
        raise Refused(_("“%(name)s”名下还有房产，请先结束入住关系。") % {"name": customer})
    with change(customer, actor=actor, now=now, verb="customer.retired"):
        customer.retired_at = now
    index_customers([customer.pk])
    return customer


@transaction.atomic
def add_phones(*, actor: Actor, now: datetime, customer: Customer, text: str) -> list[Phone]:
    """Add the phones that the text names; known ones are left. Refused when a part of it is no number."""
    require(actor, EDIT)
    customer = _locked(actor, customer)
    read = _phones_in(text)
    if not read:
        raise Refused(_("请填写电话号码。"), field="phones")
    added = [_add_phone(customer, one, actor, now) for one in read]
    index_customers([customer.pk])
    return [one for one in added if one]


@transaction.atomic
def retire_phone(*, actor: Actor, now: datetime, phone: Phone) -> Phone:
    """The number is no longer this customer's; the next one becomes the first."""
    require(actor, EDIT)
    phone = Phone.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=phone.pk)
    with change(phone, actor=actor, now=now, verb="phone.retired"):
        phone.retired_at, was_primary, phone.is_primary = now, phone.is_primary, False
    following = phone.customer.phones.filter(retired_at=None).order_by("id").first()
    if was_primary and following:
        with change(following, actor=actor, now=now, verb="phone.made_primary"):
            following.is_primary = True
    index_customers([phone.customer_id])
    return phone


@transaction.atomic
def reveal_phone(*, actor: Actor, now: datetime, phone: Phone, reason: str = "") -> str:
    """The full number; that it was looked at is recorded."""
    require(actor, "phones.reveal")
    phone = Phone.objects.visible_to(actor).get(pk=phone.pk)
    _reveal(actor, now, phone, "number", reason)
    return phone.number


@transaction.atomic
def reveal_id_number(*, actor: Actor, now: datetime, customer: Customer, reason: str = "") -> str:
    """The full identity number; that it was looked at is recorded."""
    require(actor, "phones.reveal")
    customer = Customer.objects.visible_to(actor).get(pk=customer.pk)
    _reveal(actor, now, customer, "id_number", reason)
    return customer.id_number


@transaction.atomic
def start_occupancy(
    *,
    actor: Actor,
    now: datetime,
    customer: Customer,
    unit: Unit,
    role: str = Occupancy.Role.OWNER,
    since: date | None = None,
    until: date | None = None,
    residents: int | None = None,
    key: str = "",
) -> Occupancy:
    """Somebody moves in, buys or rents. Refused when that is so already, or the dates are the wrong way round."""
    require(actor, EDIT)
    customer = _locked(actor, customer)
    unit = Unit.objects.visible_to(actor).get(pk=unit.pk, retired_at=None)

    def make() -> Occupancy:
        occupancy = _occupy(customer, unit, role, actor, now, since=since, until=until, residents=residents)
        index_customers([customer.pk])
        return occupancy

    return once(Occupancy, key=key, verb="occupancy.start", actor=actor, now=now, make=make)


@transaction.atomic
def end_occupancy(*, actor: Actor, now: datetime, occupancy: Occupancy, until: date) -> Occupancy:
    """`until`: the last day. Refused when it is before the first."""
    require(actor, EDIT)
    occupancy = Occupancy.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=occupancy.pk)
    if occupancy.since and until < occupancy.since:
        raise Refused(_("截止日期不能早于起始日期 %(since)s。") % {"since": occupancy.since}, field="until")
    with change(occupancy, actor=actor, now=now, verb="occupancy.ended"):
        occupancy.until = until
    index_customers([occupancy.customer_id])
    return occupancy


def _locked(actor: Actor, customer: Customer) -> Customer:
    fresh = Customer.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=customer.pk)
    if fresh.retired_at:
        raise Stale(_("“%(name)s”已停用或已合并到另一位客户。") % {"name": fresh})
    return fresh


def _set(customer: Customer, values: dict[str, Any]) -> None:
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"not to be edited: {sorted(unknown)}")
    if values.get("id_number"):
        read = idnumber.read(values["id_number"])
        if not read.number:
            raise Refused(_("证件号码不对，请核对。"), field="id_number")
        values = values | {"id_number": read.number}
        customer.birthday, customer.gender = (
            customer.birthday or read.birthday,
            customer.gender or read.gender,
        )
    for name, value in values.items():
        setattr(customer, name, value)
    if customer.consent_on and not customer.consent_for:
        raise Refused(_("请写明客户同意把信息用在哪里。"), field="consent_for")


def _phones_in(text: str) -> Iterable[phone.Phone]:
    read = phone.read(text)
    if read.troubles:
        raise Refused(_("“%(text)s”不是完整的电话号码。") % {"text": read.troubles[0].text}, field="phones")
    return read.phones


def _add_phone(customer: Customer, one: phone.Phone, actor: Actor, now: datetime) -> Phone | None:
    active = customer.phones.filter(retired_at=None)
    if active.filter(number=one.number).exists():
        return None
    row = Phone.objects.create(
        company_id=customer.company_id,
        customer=customer,
        number=one.number,
        digits=one.digits,
        label=one.label,
        is_primary=not active.exists(),
    )
    record(actor=actor, now=now, verb="phone.added", of=row, after=facts(row))
    return row


def _occupy(
    customer: Customer, unit: Unit, role: str, actor: Actor, now: datetime, **times: Any
) -> Occupancy:
    occupancy = Occupancy(
        company_id=unit.company_id,
        estate_id=unit.estate_id,
        unit=unit,
        customer=customer,
        role=Occupancy.Role(role),
        **times,
    )
    if occupancy.since and occupancy.until and occupancy.until < occupancy.since:
        raise Refused(_("截止日期不能早于起始日期 %(since)s。") % {"since": occupancy.since}, field="until")
    try:
        with transaction.atomic():
            occupancy.save()
    except IntegrityError:
        raise Refused(
            _("“%(name)s”在这段时间已经登记在这套房里。") % {"name": customer}, field="since", code="taken"
        ) from None
    record(actor=actor, now=now, verb="occupancy.started", of=occupancy, after=facts(occupancy))
    return occupancy


def _reveal(actor: Actor, now: datetime, of: Any, field: str, reason: str) -> None:
    if actor.pk is not None:
        Reveal.objects.create(
            company_id=of.company_id,
            actor_id=actor.pk,
            at=now,
            model=of._meta.label_lower,
            object_id=of.pk,
            field=field,
            reason=reason,
        )
