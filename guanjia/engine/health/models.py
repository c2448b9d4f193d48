"""Signs of life and of work."""

from django.db import models


class Heartbeat(models.Model):
    """A worker process says every few seconds that it lives. Belongs to the machine, not to a company."""

    process = models.CharField(max_length=80, unique=True, help_text="host:pid")
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.process} {self.at}"


class JobRun(models.Model):
    """How the runs of one background task went. Finished jobs leave the queue; this is what is kept of them."""

    task = models.CharField(max_length=120, unique=True)
    runs = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(null=True, help_text="end of the last run that went well")
    seconds = models.FloatField(default=0, help_text="how long that took")
    did = models.IntegerField(null=True, help_text="how many things it did, when the task says so")
    failed_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.task} {self.at}"
