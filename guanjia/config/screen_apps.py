"""App configurations of the screens: `screen_apps.cases` is the one of guanjia/screens/cases.

A screen may be called like the work that it shows (`cases`), so its label is its own (`cases_screen`).
"""

from django.apps import AppConfig


def __getattr__(name: str) -> type[AppConfig]:
    if name.startswith("_"):
        raise AttributeError(name)
    return type("Screen", (AppConfig,), {"name": f"guanjia.screens.{name}", "label": f"{name}_screen"})
