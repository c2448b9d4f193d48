from django.apps import AppConfig


class House(AppConfig):
    """Knows every app; makes them listen."""

    name = "guanjia.config"
    label = "house"

    def ready(self) -> None:
        from guanjia.config import discovery

        for name in ("handlers", "jobs"):
            discovery.modules(name)
