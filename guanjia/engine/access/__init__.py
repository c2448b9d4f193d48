"""Who may see and do what: scope of rows, permissions, row security."""

from guanjia.engine.access.actor import EVERYWHERE, Actor, SystemActor, require, system

__all__ = ["EVERYWHERE", "Actor", "SystemActor", "require", "system"]
