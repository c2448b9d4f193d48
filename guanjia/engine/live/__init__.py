"""Pages that change by themselves: signals by NOTIFY, delivered as server-sent events."""
