"""Signs of life."""

from django.db import models


class Heartbeat(models.Model):
    """A worker process says every few seconds that it lives. Belongs to the machine, not to a company."""

    process = models.CharField(max_length=80, unique=True, help_text="host:pid")
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.process} {self.at}"
