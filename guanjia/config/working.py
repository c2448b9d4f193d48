"""The worker: jobs of the queue, and the loops that run all the time."""

import threading

import typer
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from guanjia.config import discovery, logs, supervise
from guanjia.engine.health import left
from guanjia.engine.health.runs import noted


class WorkerConnector(PsycopgConnector):
    """Fetches jobs through its own pool, but defers them on Django's connection, inside the transaction that asks.

    The connector that the library would take for a worker defers on its pool: the job could then run before the rows
    it is about are there, or stay when they are rolled back.
    """

    def __init__(self, django: BaseConnector) -> None:
        super().__init__(kwargs=connector_params())
        self.django = django

    def get_sync_connector(self) -> BaseConnector:
        return self.django


def worker(
    concurrency: int = typer.Option(2, envvar="WORKER_CONCURRENCY", help="Jobs at the same time."),
) -> None:
    """Jobs, deadlines and notices. Any number may run; none does a thing twice."""
    supervise.end_with_parent()
    stop = threading.Event()
    loops = [loop for module in discovery.modules("loops") for loop in module.loops]
    threads = [threading.Thread(target=_keep_going, args=(loop, stop), name=loop.__name__) for loop in loops]
    for thread in threads:
        thread.start()
    try:
        with app.replace_connector(WorkerConnector(app.connector)) as working:
            working.run_worker(
                concurrency=concurrency,
                shutdown_graceful_timeout=10,
                delete_jobs="successful",
                stalled_worker_timeout=left.QUIET.total_seconds(),
                task_middleware=[noted],
            )
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)


def _keep_going(loop, stop: threading.Event) -> None:
    """A loop that fails (the database went away, say) is begun again."""
    while not stop.is_set():
        try:
            loop(stop)
        except Exception:
            logs.log.exception("loop failed", loop=loop.__name__)
            stop.wait(5)
