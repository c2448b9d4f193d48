"""The resident's link to pay: who and where under our signature, readable without the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from guanjia.engine.params.values import value
from guanjia.kernel.errors import Refused
from guanjia.work.online.rules import day_of

_signer = signing.Signer(salt="pay link", sep=".")


class BadLink(Refused):
    """Forged, mistyped, or from another installation."""


class OldLink(Refused):
    """Ours, and no longer valid."""


@dataclass(frozen=True)
class PayLink:
    """Whose charges may be paid. Zero stands for nobody known."""

    company_id: int
    estate_id: int
    customer_id: int
    unit_id: int
    until: date


def pay_address(*, estate: Any, now: datetime, customer: Any = None, unit: Any = None) -> str:
    """The whole address, to be sent, printed or scanned; it opens everything that this payer owes in the estate."""
    return pay_addresses(estate, now=now)(customer.pk if customer else 0, unit.pk if unit else 0)


def pay_addresses(estate: Any, *, now: datetime) -> Callable[[int, int], str]:
    """(customer id, unit id) → the whole address, for many payers of an estate; zero stands for nobody known."""
    until = day_of(now) + timedelta(days=value("online.link_days", estate=estate, now=now))

    def address(customer_id: int, unit_id: int) -> str:
        facts = (estate.company_id, estate.pk, customer_id, unit_id, until.strftime("%y%m%d"))
        return f"{settings.SITE_URL}/q/pay/{_signer.sign('-'.join(map(str, facts)))}"

    return address


def read_link(token: str, *, now: datetime) -> PayLink:
    """Raises BadLink and OldLink."""
    try:
        *numbers, until = _signer.unsign(token).split("-")
        link = PayLink(*map(int, numbers), until=datetime.strptime(until, "%y%m%d").date())
    except (signing.BadSignature, ValueError, TypeError) as forged:
        raise BadLink(_("这个链接无效，请检查是否完整复制")) from forged
    if day_of(now) > link.until:
        raise OldLink(_("这个缴费链接已过期，请联系客服中心取得新的链接"))
    return link
