"""Imports what every start imports, so that its bytecode is there. Run once by `make setup` as
`python -m guanjia.config.warm`; pip would compile ten times as many files, and none of this folder's."""

import os
from importlib import import_module

import django

from guanjia.config.later import LATER


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    django.setup()
    for name in ("asgi", "urls", "working", "cli"):
        import_module(f"guanjia.config.{name}")
    for name in ("guanjia.demo", *LATER):
        vars(import_module(name))


if __name__ == "__main__":
    main()
