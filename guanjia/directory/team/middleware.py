"""Who is signed in, without a statement of its own."""

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject


class SignedIn(AuthenticationMiddleware):
    """Django's, but the person was read together with the session."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: _person(request))
        request.auser = None


def _person(request: HttpRequest):
    """The session's person, unless he left, or his password changed since."""
    session = request.session
    kept = session.get(HASH_SESSION_KEY)
    person = session.staff if session.get(SESSION_KEY) else None
    if person is None or not person.is_active or not kept or str(person.pk) != session[SESSION_KEY]:
        return AnonymousUser()
    if not any(constant_time_compare(kept, proof) for proof in _proofs(person)):
        session.flush()
        return AnonymousUser()
    return person


def _proofs(person) -> list[str]:
    return [
        person.get_session_auth_hash(),
        *(person.get_session_auth_fallback_hash() if settings.SECRET_KEY_FALLBACKS else ()),
    ]
