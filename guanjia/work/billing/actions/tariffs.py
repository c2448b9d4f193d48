"""Fees, their prices by date, the units they are charged to by name, and bills to be shared."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import EVERYWHERE, Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import facts, record
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.billing.actions.checking import check_version
from guanjia.work.billing.models import SharedBill, TariffUnit, TariffVersion
from guanjia.work.ledger.models import Charge, Payee, Tariff

RIGHT = "tariffs.edit"


def create_tariff(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    kind: str = Tariff.Kind.REGULAR,
    estate: Any = None,
    payee: Payee | None = None,
    order: int = 0,
    key: str = "",
) -> Tariff:
    """A fee of an estate, or (estate None) of all; what it costs comes with its first version."""
    _may_set(actor, estate)
    name = name.strip()
    if not name:
        raise Refused(_("请填写收费项目的名称"), field="name")
    here = {"company_id": actor.company_id, "estate": estate}
    if Tariff.objects.filter(**here, code=code).exists():
        raise Refused(_("代码“%(code)s”已经用过，请换一个") % {"code": code}, field="code")
    if Tariff.objects.filter(**here, name=name, retired_at=None).exists():
        raise Refused(_("已经有“%(name)s”，改价请给它加一个新标准") % {"name": name}, field="name")

    def make() -> Tariff:
        with transaction.atomic():
            made = Tariff.objects.create(**here, code=code, name=name, kind=kind, payee=payee, order=order)
            record(actor=actor, now=now, verb="tariff.created", of=made, after=facts(made))
        return made

    return once(Tariff, key=key, verb="tariff.create", actor=actor, now=now, make=make)


def add_version(
    *,
    actor: Actor,
    now: datetime,
    tariff: Tariff,
    since: date,
    method: str,
    estate: Any = None,
    key: str = "",
    **terms: Any,
) -> TariffVersion:
    """What the fee is from a day on, for one estate or (estate None) wherever no estate has its own.

    `terms` are the fields of TariffVersion. Raises Refused, naming the field, for what cannot be charged, and for a
    day that has been billed already.
    """
    estate = estate or tariff.estate
    _may_set(actor, estate)
    if tariff.estate_id and estate.pk != tariff.estate_id:
        raise Refused(_("这项收费只属于“%(estate)s”") % {"estate": tariff.estate}, field="estate")
    version = TariffVersion(
        company_id=tariff.company_id, estate=estate, tariff=tariff, since=since, method=method, at=now,
        by_id=actor.pk, **terms,
    )  # fmt: skip
    check_version(version)

    def make() -> TariffVersion:
        with transaction.atomic():
            _refuse_billed(version)
            version.save()
            record(actor=actor, now=now, verb="tariff.version", of=version, after=facts(version))
        return version

    return once(TariffVersion, key=key, verb="tariff.version", actor=actor, now=now, make=make)


def _refuse_billed(version: TariffVersion) -> None:
    """A price does not change what was billed; that is corrected bill by bill."""
    same = TariffVersion.objects.standing().filter(
        tariff=version.tariff_id, estate=version.estate_id, since=version.since
    )
    if same.exists():
        raise Refused(_("这一天已经有一个标准，请先撤回它或换一天"), field="since")
    billed = Charge.objects.filter(
        tariff=version.tariff_id, kind="regular", credit_notes__withdraws__isnull=True
    )
    if version.estate_id:
        billed = billed.filter(estate=version.estate_id)
    last = billed.order_by("-period_end").values_list("period_end", flat=True).first()
    if last and version.since <= last:
        raise Refused(
            _("已按现行标准出账到 %(day)s，新标准请从次日或以后生效；已出的账单用红冲更正") % {"day": last},
            field="since",
        )


@transaction.atomic
def withdraw_version(*, actor: Actor, now: datetime, version: TariffVersion, reason: str) -> TariffVersion:
    """Take a version back before anything was billed by it."""
    _may_set(actor, version.estate)
    version = TariffVersion.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=version.pk)
    if version.withdrawn_at:
        raise Refused(_("这个标准已经撤回"))
    if not reason.strip():
        raise Refused(_("请写明撤回的原因"), field="reason")
    if Charge.objects.filter(tariff=version.tariff_id, basis__version=version.pk).exists():
        raise Refused(_("已经按这个标准出过账，不能撤回；请从以后的日期加一个新标准"))
    version.withdrawn_at = now
    version.save(update_fields=["withdrawn_at"])
    record(actor=actor, now=now, verb="tariff.withdrawn", of=version, after={"reason": reason.strip()})
    return version


def list_unit(
    *,
    actor: Actor,
    now: datetime,
    tariff: Tariff,
    unit: Any,
    since: date,
    until: date | None = None,
    quantity: Decimal | None = None,
    weight: Decimal | None = None,
    note: str = "",
    key: str = "",
) -> TariffUnit:
    """Charge a fee to this unit by name, with its quantity or weight. What was listed before ends the day before."""
    require(actor, RIGHT)
    _refuse_foreign(actor, unit, tariff)
    for field, value in (("quantity", quantity), ("weight", weight)):
        if value is not None and value <= 0:
            raise Refused(_("数量和权重要大于零"), field=field)
    if until and until < since:
        raise Refused(_("截止日期早于起始日期"), field="until")
    if TariffUnit.objects.filter(tariff=tariff, unit=unit, since__gte=since).exists():
        raise Refused(_("这个房号从这天或更晚已经登记过，请先结束那一条"), field="since")

    def make() -> TariffUnit:
        with transaction.atomic():
            _end_before(tariff, unit, since)
            made = TariffUnit.objects.create(
                company_id=unit.company_id, estate_id=unit.estate_id, tariff=tariff, unit=unit, since=since,
                until=until, quantity=quantity, weight=weight, note=note[:200],
            )  # fmt: skip
            record(actor=actor, now=now, verb="tariff.unit_listed", of=made, after=facts(made))
        return made

    return once(TariffUnit, key=key, verb="tariff.list_unit", actor=actor, now=now, make=make)


def _end_before(tariff: Tariff, unit: Any, since: date) -> None:
    earlier = TariffUnit.objects.filter(tariff=tariff, unit=unit, since__lt=since)
    for one in earlier.select_for_update():
        if one.until is None or one.until >= since:
            one.until = date.fromordinal(since.toordinal() - 1)
            one.save(update_fields=["until"])


@transaction.atomic
def end_listing(*, actor: Actor, now: datetime, listed: TariffUnit, until: date) -> TariffUnit:
    """The last day on which the fee is charged to the unit."""
    require(actor, RIGHT)
    listed = TariffUnit.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=listed.pk)
    if until < listed.since:
        raise Refused(_("截止日期早于起始日期"), field="until")
    listed.until = until
    listed.save(update_fields=["until"])
    record(actor=actor, now=now, verb="tariff.unit_ended", of=listed, after={"until": until.isoformat()})
    return listed


def save_shared_bill(
    *,
    actor: Actor,
    now: datetime,
    tariff: Tariff,
    estate: Any,
    period_start: date,
    period_end: date,
    amount: Decimal,
    text: str = "",
) -> SharedBill:
    """The bill that the units share in a period; may be written anew until it is billed."""
    require(actor, RIGHT)
    _may_set(actor, estate)
    if amount <= 0:
        raise Refused(_("分摊总额要大于零"), field="amount")
    if period_end < period_start:
        raise Refused(_("截止日期早于起始日期"), field="period_end")
    billed = Charge.objects.filter(
        estate=estate, tariff=tariff, kind="regular", period_start__lte=period_end, period_end__gte=period_start,
        credit_notes__withdraws__isnull=True,
    )  # fmt: skip
    if billed.exists():
        raise Refused(_("这个周期已经出过账，总额不能再改；请先红冲这批账单"), field="amount")
    values = {"period_end": period_end, "amount": amount, "text": text[:200], "at": now, "by_id": actor.pk}
    with transaction.atomic():
        made, _new = SharedBill.objects.update_or_create(
            company_id=estate.company_id,
            estate=estate,
            tariff=tariff,
            period_start=period_start,
            defaults=values,
        )
        record(actor=actor, now=now, verb="tariff.shared_bill", of=made, after=facts(made))
    return made


def _may_set(actor: Actor, estate: Any) -> None:
    require(actor, RIGHT)
    if estate is None and actor.estate_ids is not EVERYWHERE:
        raise Forbidden(_("全公司的收费标准由负责全部项目的人修改；请选择您的项目"))
    if estate is not None and (estate.company_id != actor.company_id or estate.pk not in actor.estate_ids):
        raise Refused(_("找不到这个项目。"), field="estate")


def _refuse_foreign(actor: Actor, unit: Any, tariff: Tariff) -> None:
    if unit.company_id != actor.company_id or unit.estate_id not in actor.estate_ids:
        raise Refused(_("没有这个房号，请检查"), field="unit")
    if tariff.company_id != unit.company_id or tariff.estate_id not in (None, unit.estate_id):
        raise Refused(_("这项收费不属于这个房号的项目"), field="tariff")
