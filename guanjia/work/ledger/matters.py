"""What should be settled before a day is closed. Any app may add `closing.py` with `open_matters(estate, through)`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Matter:
    """Something still open, in words; `link` leads to it. What `blocks` must be settled before the books close."""

    text: str
    link: str = ""
    blocks: bool = False


def open_matters(estate: Any, through: date) -> list[Matter]:
    """All that the house's apps have open at the estate up to and including a day; what blocks comes first."""
    found: Iterable[Matter] = (
        matter for module in _modules() for matter in module.open_matters(estate, through)
    )
    return sorted(found, key=lambda matter: not matter.blocks)


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(
        import_module(f"{config.name}.closing")
        for config in apps.get_app_configs()
        if config.module
        and config.name.startswith("guanjia.")
        and module_has_submodule(config.module, "closing")
    )
