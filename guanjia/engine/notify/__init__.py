"""Notices to staff: the bell, and what channels carry further. `from guanjia.engine.notify.actions import notify`."""
