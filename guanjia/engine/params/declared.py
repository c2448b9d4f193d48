"""Every parameter the house knows: the procedures' own, and those in an app's `parameters.py`."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from guanjia.engine.sop import discovery
from guanjia.engine.sop.duration import Parameter


@dataclass(frozen=True)
class Group:
    """Parameters that are set on one card of the settings page."""

    code: str
    label: str
    parameters: tuple[Parameter, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Procedures first, then apps. `parameters.py` holds LABEL and PARAMETERS, whose keys share a first
    part."""
    found = [Group(one.code, one.label, tuple(one.parameters.values())) for one in discovery.everything()]
    for config in apps.get_app_configs():
        if config.module and module_has_submodule(config.module, "parameters"):
            module = import_module(f"{config.name}.parameters")
            if hasattr(module, "PARAMETERS"):
                code = module.PARAMETERS[0].key.partition(".")[0]
                found.append(Group(code, module.LABEL, tuple(module.PARAMETERS)))
    return tuple(found)


@cache
def declared() -> dict[str, Parameter]:
    """By key. Older versions of procedures keep their numbers while cases still run on them."""
    old = {key: one for version in discovery.versions() for key, one in version.parameters.items()}
    return old | {one.key: one for group in groups() for one in group.parameters}


def declaration(key: str) -> Parameter:
    """Raises KeyError when no procedure and no app declares it."""
    return declared()[key]
