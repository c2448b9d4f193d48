"""The web server. It loads nothing of the house itself; each of its processes does, and answers."""

import errno
import os
import socket

import typer
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from guanjia.config import logs, supervise
from guanjia.config.trouble import Trouble

HOST = typer.Option("127.0.0.1", envvar="HOST", help="Address to listen on; 0.0.0.0 for the whole network.")
PORT = typer.Option(8000, envvar="PORT", help="Port to listen on.")
WORKERS = typer.Option(min(os.cpu_count() or 1, 4), envvar="WEB_WORKERS", help="Web processes.")


def web(host: str = HOST, port: int = PORT, workers: int = WORKERS) -> None:
    """Web processes only; any number of machines may run them."""
    refuse_taken(host, port)
    supervise.end_with_parent()
    os.environ[supervise.PARENT] = str(os.getpid())
    Granian(
        "guanjia.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        log_dictconfig=logs.config(),
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        websockets=False,
        log_level=LogLevels.warning,
        backpressure=256,
    ).serve()


def refuse_taken(host: str, port: int) -> None:
    """Raises Trouble now rather than from a child later."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(
                    f"Port {port} is taken by another program.",
                    f"Stop that, or choose another: PORT={port + 1} make demo (guanjia serve --port {port + 1})",
                ) from None
            raise Trouble(
                f"Cannot listen on {host}:{port} ({error.strerror}).", "Choose another PORT or HOST."
            ) from None


if __name__ == "__main__":
    typer.run(web)
