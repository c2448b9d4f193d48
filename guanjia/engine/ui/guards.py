"""What stands before a view."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from guanjia.engine.access import require


def needs(permission: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Signed in and holding the permission, else the sign-in page or the calm 403 (see ui.middleware)."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            require(request.user, permission)  # type: ignore[arg-type]
            return view(request, *args, **kwargs)

        return login_required(guarded)

    return guard


def signed_in(request: HttpRequest) -> Any:
    """The person behind a view that lets only signed-in people through."""
    return request.user
