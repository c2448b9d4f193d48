"""The worker's pulse."""

import os
import socket
from datetime import timedelta
from threading import Event

import structlog
from django.db import DatabaseError, connection

from guanjia.engine.health.models import Heartbeat
from guanjia.kernel import time

EVERY_SECONDS = 5
FORGET_AFTER = timedelta(days=1)
log = structlog.get_logger("guanjia.health")


def beat(stop: Event) -> None:
    """Say that this process lives, until told to stop; then take the sign down."""
    process, started = f"{socket.gethostname()}:{os.getpid()}", time.now()
    while not stop.is_set():
        try:
            Heartbeat.objects.update_or_create(
                process=process, defaults={"at": time.now(), "started_at": started}
            )
            Heartbeat.objects.filter(at__lt=time.now() - FORGET_AFTER).delete()
        except DatabaseError as error:
            log.warning("no heartbeat", error=str(error))
            connection.close()
        stop.wait(EVERY_SECONDS)
    Heartbeat.objects.filter(process=process).delete()
    connection.close()


loops = [beat]
