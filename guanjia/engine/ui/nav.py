"""The navigation is what the apps offer: a list `nav` in an app's `urls.py`, filtered by the person's rights."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_resolver, reverse

from guanjia.engine.access.actor import may


@dataclass(frozen=True)
class NavItem:
    """One entry. `url` is a view name; an empty `permission` is for everybody; low `order` comes first.

    `group` is "main" (side bar), "settings" (cards of the settings page) or "phone" (bottom bar of phone pages).
    """

    label: object
    url: str
    icon: str = "circle"
    permission: str = ""
    order: int = 50
    group: str = "main"
    hint: object = ""


@dataclass(frozen=True)
class Entry:
    """An item as it is drawn: with its address, and whether it is where we are."""

    item: NavItem
    href: str
    current: bool


@cache
def offered() -> tuple[NavItem, ...]:
    """Every item of every mounted app, in order."""
    found = [
        item
        for resolver in get_resolver().url_patterns
        for item in getattr(getattr(resolver, "urlconf_name", None), "nav", ())
    ]
    return tuple(sorted(found, key=lambda item: item.order))


def menu(request: HttpRequest, group: str = "main") -> list[Entry]:
    """The entries of a group that this person may open; the longest matching address is the current one."""
    user = request.user
    if not user.is_authenticated:
        return []
    allowed = [
        (item, href) for item, href in _reachable(group) if not item.permission or may(user, item.permission)
    ]
    here = max((href for _, href in allowed if _is_under(request.path, href)), key=len, default="")
    return [Entry(item, href, href == here) for item, href in allowed]


@cache
def _reachable(group: str) -> tuple[tuple[NavItem, str], ...]:
    """The group's items that lead somewhere, with their addresses, which do not change while the program runs."""
    return tuple((item, href) for item in offered() if item.group == group and (href := _address(item.url)))


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_under(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))
