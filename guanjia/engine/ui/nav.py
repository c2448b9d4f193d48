"""The navigation is what the apps offer: a list `nav` in an app's `urls.py`, filtered by the person's rights."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.translation import pgettext_lazy

from guanjia.engine.access.actor import may


@dataclass(frozen=True)
class NavItem:
    """One entry. `url` is a view name; an empty `permission` is for everybody; low `order` comes first.

    `group` is "main" (side bar), "settings" (cards of the settings page) or "phone" (bottom bar of phone pages).
    `shelf` is where it stands in the side bar when it is not among the first things of the day, see SHELVES.
    """

    label: object
    url: str
    icon: str = "circle"
    permission: str = ""
    order: int = 50
    group: str = "main"
    hint: object = ""
    shelf: str = ""


@dataclass(frozen=True)
class Entry:
    """An item as it is drawn: with its address, and whether it is where we are."""

    item: NavItem
    href: str
    current: bool


@dataclass(frozen=True)
class Shelf:
    """Entries of the side bar that open together."""

    label: object
    icon: str
    entries: tuple[Entry, ...]

    @property
    def current(self) -> bool:
        return any(entry.current for entry in self.entries)


# code → label, icon, and the order at which it stands among the entries.
SHELVES = {
    "money": (pgettext_lazy("menu", "收费"), "coin-yuan", 50),
    "site": (pgettext_lazy("menu", "现场"), "map-pin", 60),
    "office": (pgettext_lazy("menu", "资料"), "folder", 70),
}
FEW = 3


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


def sidebar(request: HttpRequest) -> list[Entry | Shelf]:
    """The entries of the side bar; a shelf of fewer than three is no shelf."""
    entries = menu(request)
    kept: list[tuple[int, Entry | Shelf]] = [(one.item.order, one) for one in entries if not one.item.shelf]
    for code, (label, icon, order) in SHELVES.items():
        here = tuple(one for one in entries if one.item.shelf == code)
        kept += [(order, Shelf(label, icon, here))] if len(here) >= FEW else [(order, one) for one in here]
    return [one for _order, one in sorted(kept, key=lambda pair: pair[0])]


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
