"""Structured logs that never carry a phone number."""


def configure(settings: dict[str, object]) -> None:
    """Called by Django with LOGGING."""
