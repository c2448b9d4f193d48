"""Making and revoking tokens."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access import Actor, require
from guanjia.engine.api.models import ApiToken
from guanjia.engine.audit.trail import record_about
from guanjia.kernel.errors import Refused

SCOPES = {
    "cases:read": _("读取事项"),
    "cases:write": _("登记事项、留言"),
    "orders:write": _("派工、完成工单"),
    "directory:read": _("读取房产与客户"),
}


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def create_token(
    *, actor: Actor, now: datetime, staff: Any, name: str, scopes: Iterable[str]
) -> tuple[ApiToken, str]:
    """A token for a member of staff, and its secret, which is shown once and never again. Raises Refused."""
    require(actor, "tokens.edit")
    wanted = sorted(set(scopes))
    if not wanted or set(wanted) - SCOPES.keys():
        raise Refused(
            gettext("请从这些权限中选择：%(scopes)s") % {"scopes": "、".join(SCOPES)}, field="scopes"
        )
    secret = "gj_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        staff=staff, name=name, digest=digest_of(secret), scopes=wanted, created_at=now
    )
    record_about(
        staff.company_id,
        actor=actor,
        now=now,
        verb="token.created",
        of=token,
        after={"name": name, "scopes": wanted},
    )
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Actor, now: datetime, token: ApiToken) -> None:
    """From now on the secret opens nothing. The owner may do it, and whoever may edit tokens; twice changes nothing."""
    if actor.pk != token.staff_id:
        require(actor, "tokens.edit")
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        return
    record_about(token.staff.company_id, actor=actor, now=now, verb="token.revoked", of=token)
