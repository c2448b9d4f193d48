"""Those for whom money is collected."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import noted, record
from guanjia.kernel.errors import Refused
from guanjia.work.ledger.models import Payee


def save_payee(
    *,
    actor: Actor,
    now: datetime,
    payee: Payee | None = None,
    estate: Any = None,
    key: str = "",
    **given: Any,
) -> Payee:
    """A new payee of an estate (or, without one, of the company), or changed details of one.

    `given`: name, bank_account, contact, retired (bool). Raises Refused for a name that is taken.
    """
    require(actor, "books.close")
    try:
        with transaction.atomic():
            if payee is None:
                return once(
                    Payee, key=key, verb="payee.create", actor=actor, now=now,
                    make=lambda: _create(actor, now, estate, given),
                )  # fmt: skip
            with noted(payee, actor=actor, now=now, verb="payee.changed"):
                _fill(payee, now, given).save()
            return payee
    except IntegrityError as no:
        raise Refused(_("已经有同名的代收单位"), field="name") from no


def _create(actor: Actor, now: datetime, estate: Any, given: dict[str, Any]) -> Payee:
    payee = _fill(Payee(company_id=actor.company_id, estate=estate), now, given)
    payee.save()
    record(actor=actor, now=now, verb="payee.created", of=payee, after={"name": payee.name})
    return payee


def _fill(payee: Payee, now: datetime, given: dict[str, Any]) -> Payee:
    for name in ("name", "bank_account", "contact"):
        setattr(payee, name, given.get(name, getattr(payee, name)).strip())
    if not payee.name:
        raise Refused(_("请填写收款单位的名称"), field="name")
    if "retired" in given:
        payee.retired_at = (payee.retired_at or now) if given["retired"] else None
    return payee
