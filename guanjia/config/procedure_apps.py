"""App configurations of the procedures: `procedure_apps.keys` is the one of guanjia/procedures/keys.

A procedure may be called like the register that it acts on (`keys`), so its label is its own (`keys_procedure`).
"""

from django.apps import AppConfig


def __getattr__(name: str) -> type[AppConfig]:
    if name.startswith("_"):
        raise AttributeError(name)
    return type(
        "Procedure", (AppConfig,), {"name": f"guanjia.procedures.{name}", "label": f"{name}_procedure"}
    )
