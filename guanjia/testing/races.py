"""Several people at the same moment, each on a connection of his own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from guanjia.engine.access import Actor
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused


def at_once(*commands: tuple[Actor, Callable[[], Any]]) -> list[Any]:
    """Run (actor, command) pairs at the same moment; what each returned or refused."""
    start, results = Barrier(len(commands)), [None] * len(commands)

    def run(number, actor, command):
        try:
            with acting_as(actor):
                start.wait()
                results[number] = command()
        except Refused as no:
            results[number] = no
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number, *pair)) for number, pair in enumerate(commands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
