"""What an order comes to."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.registers.services.models import Service
from guanjia.work.cashier.effects import charge

charge_fee = charge("service")


def take_up(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Price and supplier as in the catalogue today. Raises Refused when it cannot be had, or not so soon."""
    service = Service.objects.select_related("supplier").get(pk=answers["service"])
    quantity = Decimal(str(answers["quantity"]))
    if quantity <= 0:
        raise Refused(_("数量要大于零"), field="quantity")
    earliest = now + timedelta(hours=service.lead_hours)
    if datetime.fromisoformat(answers["wanted_at"]) < earliest:
        said = _("“%(service)s”要提前 %(hours)d 小时预约，最早 %(time)s")
        at = timezone.localtime(earliest, ZoneInfo(case.estate.time_zone)).strftime("%m-%d %H:%M")
        raise Refused(
            said % {"service": service.name, "hours": service.lead_hours, "time": at}, field="wanted_at"
        )
    supplier = service.supplier
    if supplier:
        _refuse_lapsed(supplier, _today(case, now))
    return {
        "service_name": service.name, "price": str(service.price),
        "quoted": str((service.price * quantity).quantize(Decimal("0.01"))),
        "supplier": supplier.pk if supplier else None, "supplier_name": supplier.name if supplier else "",
        "supplier_share": supplier.share if supplier else 0,
    }  # fmt: skip


def confirm(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """The customer's word on price and time. Raises Refused for a time that has passed."""
    if answers["price_agreed"] and datetime.fromisoformat(answers["agreed_at"]) <= now:
        raise Refused(_("约定服务时间已经过去"), field="agreed_at")


def to_own_people(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Who does it himself shares with nobody."""
    return {"supplier": None, "supplier_name": "", "supplier_share": 0}


def bill(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The fee is on the bill; what is free is not."""
    if Decimal(answers["amount"]) < 0:
        raise Refused(_("实收金额不能小于零"), field="amount")
    if date.fromisoformat(answers["done_on"]) > _today(case, now):
        raise Refused(_("完成日期不能晚于今天"), field="done_on")
    if Decimal(answers["amount"]) == 0:
        return {"to_pay": False}
    return {"to_pay": True, **dict(charge_fee(case=case, answers=answers, actor=actor, now=now) or {})}


def note_paid(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """What was paid in all, should it be done and paid once more."""
    before = Decimal(case.answers.get("service_paid", "0"))
    return {"service_paid": str(before + Decimal(case.answers["amount"]))}


def _refuse_lapsed(supplier: Any, on: date) -> None:
    for until, what in (
        (supplier.licence_until, _("营业执照")), (supplier.contract_until, _("合同")),
    ):  # fmt: skip
        if until and until < on:
            said = _("供应商“%(name)s”的%(what)s已于 %(until)s 到期，暂不能下单；请先更新供应商台账")
            raise Refused(said % {"name": supplier.name, "what": what, "until": until}, field="service")


def _today(case: Any, now: datetime) -> date:
    return now.astimezone(ZoneInfo(case.estate.time_zone)).date()
