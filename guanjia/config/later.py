"""Libraries that are loaded when something is first asked of them: most processes never need them, or not at once."""

import sys
from importlib import import_module
from importlib.util import find_spec
from threading import RLock
from types import ModuleType
from typing import Any

LATER = ("alipay", "pypinyin", "requests", "rjieba", "wechatpayv3", "xlsxwriter")
_lock = RLock()


class Later(ModuleType):
    """Stands for a library until then. The standard library's LazyLoader loads at the second `import` already."""

    def __getattr__(self, attribute: str) -> Any:
        with _lock:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            library = import_module(self.__name__)
        return getattr(library, attribute)


def load_later() -> None:
    """Called before the house is loaded. `import pypinyin` then costs nothing; `from pypinyin import …` loads it."""
    for name in LATER:
        if name not in sys.modules:
            stand_in = Later(name)
            stand_in.__spec__ = find_spec(name)
            sys.modules[name] = stand_in
