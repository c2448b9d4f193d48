"""Reminders, calls and promises."""

from guanjia.work.collection.models.calls import Contact, Promise
from guanjia.work.collection.models.reminders import Dunning, DunningRun

__all__ = ["Contact", "Dunning", "DunningRun", "Promise"]
