from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Access(AppConfig):
    name = "guanjia.engine.access"

    def ready(self) -> None:
        from guanjia.engine.access.rowscope import write_policies

        post_migrate.connect(write_policies, sender=self, dispatch_uid="row security")
