"""What the kinds of entries are called, and which papers stand behind them.

Any app that posts may add `entries.py` with `KINDS` (kind → label) and `documents(entry)`, which gives
(label, address) pairs of the receipt, order or settlement that the entry was made for.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext, gettext_lazy

from guanjia.work.ledger.models import Entry

# The house's own, unless an app says otherwise.
COMMON = {
    "bill": gettext_lazy("出账"),
    "credit_note": gettext_lazy("冲减"),
    "paid_back": gettext_lazy("冲减转预存"),
    "late_fee": gettext_lazy("违约金"),
    "waiver": gettext_lazy("减免"),
    "payment": gettext_lazy("收款"),
    "to_prepaid": gettext_lazy("转预存"),
    "refund": gettext_lazy("退款"),
    "deposit": gettext_lazy("押金"),
    "points": gettext_lazy("积分"),
    "banking": gettext_lazy("现金存行"),
    "cash_session": gettext_lazy("收银交接"),
    "suspense": gettext_lazy("待查款项"),
    "opening": gettext_lazy("期初"),
    "settlement": gettext_lazy("代收结算"),
}


def kinds() -> dict[str, str]:
    """Every kind of entry with its name in the reader's language."""
    return {code: gettext(str(label)) for code, label in _kinds().items()}


def kind_label(code: str) -> str:
    return kinds().get(code, code)


def documents(entry: Entry) -> Iterator[tuple[str, str]]:
    """The papers behind an entry."""
    for module in _modules():
        given: Iterable[tuple[str, str]] = module.documents(entry) if hasattr(module, "documents") else ()
        yield from given


@cache
def _kinds() -> dict[str, object]:
    found: dict[str, object] = dict(COMMON)
    for module in _modules():
        found |= getattr(module, "KINDS", {})
    return found


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(
        import_module(f"{config.name}.entries")
        for config in apps.get_app_configs()
        if config.module
        and config.name.startswith("guanjia.")
        and module_has_submodule(config.module, "entries")
    )
