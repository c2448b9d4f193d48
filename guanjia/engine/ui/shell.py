"""What the frame around every page shows: the estates, the chosen one, unread notices. Asked once per request."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import HttpRequest

ESTATE = "estate"


def estates(request: HttpRequest) -> list[Any]:
    """The estates of the signed-in person (one query per request)."""
    if not request.user.is_authenticated:
        return []
    return _kept(request, "_estates", lambda: list(_estate_model().objects.visible_to(request.user)[:200]))


def estate_names(request: HttpRequest) -> list[tuple[int, str]]:
    """Ids and names of the same; what the frame of every page needs (one query, none after `estates`)."""
    if not request.user.is_authenticated:
        return []
    if hasattr(request, "_estates"):
        return [(each.pk, each.name) for each in estates(request)]
    mine = _estate_model().objects.visible_to(request.user)
    return _kept(request, "_estate_names", lambda: list(mine.values_list("pk", "name")[:200]))


def chosen_estate_id(request: HttpRequest) -> int | None:
    """The estate picked in the switcher; None means all that the person may see. Screens narrow their rows by it."""
    chosen = request.session.get(ESTATE)
    if chosen is None or not request.user.is_authenticated or chosen not in request.user.estate_ids:
        return None
    return int(chosen)


def choose_estate(request: HttpRequest, estate_id: int | None) -> None:
    """Remember the choice in this browser's session. None or an estate out of reach means all."""
    if estate_id not in {estate.pk for estate in estates(request)}:
        request.session.pop(ESTATE, None)
    else:
        request.session[ESTATE] = estate_id


def unread(request: HttpRequest) -> int:
    """Unread notices of the person (one query per request)."""
    if not request.user.is_authenticated:
        return 0
    notices: Any = apps.get_model("notify", "Notification").objects
    return _kept(
        request, "_unread", lambda: int(notices.filter(staff_id=request.user.pk, read_at=None)[:100].count())
    )


def _estate_model() -> Any:
    return apps.get_model("places", "Estate")


def _kept[T](request: HttpRequest, name: str, ask: Callable[[], T]) -> T:
    if not hasattr(request, name):
        setattr(request, name, ask())
    kept: T = getattr(request, name)
    return kept
