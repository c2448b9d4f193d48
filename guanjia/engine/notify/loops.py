"""What a worker process runs all the time for notices."""

from threading import Event

import structlog
from django.db import DatabaseError, connection

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.notify.carrying import carry
from guanjia.kernel import time

EVERY_SECONDS = 1
log = structlog.get_logger("guanjia.notify")


def carry_on(stop: Event) -> None:
    """Carry notices until told to stop."""
    while not stop.is_set():
        try:
            with acting_as(system(None)):
                while carry(now=time.now()):
                    pass
        except DatabaseError as error:
            log.warning("notices wait", error=str(error))
            connection.close()
        stop.wait(EVERY_SECONDS)
    connection.close()


loops = [carry_on]
