"""Finds what is in the house. Nothing is registered in a central list: a folder that is there, takes part."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("engine", "directory", "channels", "work", "registers", "procedures", "screens")


def apps() -> list[str]:
    """Dotted names of every app, layer by layer from the ground up."""
    return [f"guanjia.{layer}.{name}" for layer in LAYERS for name in _packages(layer)]


def installed() -> list[str]:
    """The apps for INSTALLED_APPS; screens and procedures go by configurations that give them labels of their own."""
    return [_configured(app) for app in apps()]


def _configured(app: str) -> str:
    _house, layer, name = app.split(".")
    modules = {"screens": "screen_apps", "procedures": "procedure_apps"}
    return f"guanjia.config.{modules[layer]}.{name}" if layer in modules else app


def modules(name: str) -> list[ModuleType]:
    """The module `name` (urls, api, jobs, handlers, demo …) of every app that has one."""
    return [import_module(f"{app}.{name}") for app in apps() if find_spec(f"{app}.{name}")]


def _packages(layer: str) -> list[str]:
    """The packages of a layer, also of a company's own folder on the path."""
    homes = map(Path, import_module(f"guanjia.{layer}").__path__)
    found = (folder for home in homes for folder in home.iterdir() if (folder / "__init__.py").exists())
    return sorted({folder.name for folder in found if folder.name.isidentifier()})
