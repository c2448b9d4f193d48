"""Who is calling: the token's person, within the token's scopes, under that person's row security."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from guanjia.engine.access.rowscope import enter
from guanjia.engine.api.actions import digest_of
from guanjia.engine.api.models import ApiToken
from guanjia.kernel import time


class TokenAuth(HttpBearer):
    """`Authorization: Bearer gj_…`; the operation names the scope that it needs."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The acting person, or None (401) for an unknown, revoked or too narrow token."""
        found = (
            ApiToken.objects.select_related("staff")
            .filter(digest=digest_of(token), revoked_at=None, staff__is_active=True)
            .first()
        )
        if found is None or self.scope not in found.scopes:
            return None
        now = time.now()
        if found.last_used_at is None or (now - found.last_used_at).total_seconds() > 60:
            ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
        enter(found.staff)
        request.user = found.staff
        return found.staff


@dataclass(frozen=True)
class Problem:
    """What a refusal looks like to a program."""

    code: str
    message: str
    field: str | None = None
